/** A thread that was started to decode batches, as the thread that loads them knows it. */
export interface WorkerThread {
  /** Sends it a message: whatever the structured clone algorithm takes, shared memory included. */
  post(message: object): void;
  /** Ends it at once, whatever it is doing. */
  terminate(): void;
}

/** What a thread reports. */
export interface WorkerEvents {
  /** It sent a message. */
  message(message: unknown): void;
  /** It is about to end, because of an error that nothing caught. */
  error(cause: unknown): void;
  /** It ended, whatever ended it. Nothing comes after this. */
  exit(code: number): void;
}

/**
 * Starts a thread that runs a loader's worker. The loader doesn't know where the worker's module is,
 * or which threads the host has.
 *
 * @param file the dataset's name, for messages.
 * @throws {UsageError} `"no-threads"` when the host has none.
 */
export type StartWorker = (events: WorkerEvents, file: string) => WorkerThread;
