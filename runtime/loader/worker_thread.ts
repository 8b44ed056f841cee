/** A thread that was started to decode batches, as the loading thread sees it. */
export interface WorkerThread {
  /** Sends it a message: anything that can be structured-cloned, including shared memory. */
  post(message: object): void;
  /** Ends it at once, whatever it is doing. */
  terminate(): void;
}

/** What a thread reports. */
export interface WorkerEvents {
  /** It sent a message. */
  message(message: unknown): void;
  /** It is about to end because of an uncaught error. */
  error(cause: unknown): void;
  /** It ended, for whatever reason. Nothing comes after this. */
  exit(code: number): void;
}

/**
 * Starts a thread that runs a loader's worker. The loader doesn't know where the worker's module is,
 * or which threads the host has.
 *
 * @param file the dataset's name, for messages.
 * @throws {UsageError} `"no-threads"` when the host has no threads.
 */
export type StartWorker = (events: WorkerEvents, file: string) => WorkerThread;
