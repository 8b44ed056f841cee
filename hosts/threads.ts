/** What a thread reports to whoever started it. */
export interface ThreadEvents {
  /** It sent a message. */
  message(message: unknown): void;
  /** It is about to end because of an uncaught error. */
  error(cause: unknown): void;
  /** It ended, for whatever reason. Nothing comes after this. */
  exit(code: number): void;
}

/** A thread, as whoever started it sees it. */
export interface Thread {
  /**
   * Sends it a message: anything that can be structured-cloned, including shared memory.
   *
   * @param transfer buffers in the message that it gets instead of copies of them.
   */
  post(message: object, transfer?: readonly ArrayBuffer[]): void;
  /** Ends it at once, whatever it is doing. */
  terminate(): Promise<void> | void;
}

/** The thread that this code runs in, if it was started by {@link Threads.start}. */
export interface OwnThread {
  /** What was passed to `start`. */
  readonly data: unknown;
  /**
   * Sends a message to whoever started it.
   *
   * @param transfer buffers in the message that go there instead of copies of them.
   */
  post(message: object, transfer?: readonly ArrayBuffer[]): void;
  /** Hears the messages that are sent to it. */
  hear(listener: (message: unknown) => void): void;
  /**
   * Does work that takes memory, at a moment when whoever started the thread is told if memory runs
   * out.
   */
  inTurn<Result>(work: () => Result): Promise<Result>;
  /** Ends the thread. */
  end(): void;
}

/** The host's threads. */
export interface Threads {
  /**
   * Starts a thread.
   *
   * @param entry the module that it runs.
   * @param data what the module finds in {@link OwnThread.data}.
   */
  start(entry: URL, events: ThreadEvents, data?: unknown): Thread;
  /** The thread that this code runs in; `undefined` in the main thread. */
  own(): OwnThread | undefined;
}
