/**
 * The parts of a dedicated web worker that are used here, which not all compilers' libraries have.
 */
export interface WebWorkerScope {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

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

/** The module that a thread runs. */
export interface ThreadEntry {
  /** Where it is, for Deno, Node and Bun. */
  readonly url: URL;
  /**
   * Makes a web worker that runs it, for browsers. Bundlers find the module if this makes the worker
   * and its URL in one expression, with a literal.
   */
  readonly web?: () => Worker;
  /**
   * Megabytes for new objects, before they are collected; as many as the host likes by default. Threads
   * that make little garbage don't need more than a few.
   */
  readonly youngMegabytes?: number;
}

/** The host's threads. */
export interface Threads {
  /**
   * Starts a thread.
   *
   * @param data what the module finds in {@link OwnThread.data}; not in a browser.
   */
  start(entry: ThreadEntry, events: ThreadEvents, data?: unknown): Thread;
  /** The thread that this code runs in; `undefined` in the main thread. */
  own(): OwnThread | undefined;
}
