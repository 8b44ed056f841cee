/** What a web worker and whoever started it tell each other, beside the messages that they are for. */
export type ControlMessage =
  /** To the worker, first: the lock to hold while it lives, where there are locks. */
  | { readonly audiofieldThread: "start"; readonly lock: string | undefined }
  /** From the worker: it runs, and holds the lock if there is one. */
  | { readonly audiofieldThread: "alive" }
  /** From the worker: it ends. */
  | { readonly audiofieldThread: "end" };

/** Whether a message is one of these. */
export function isControl(message: unknown): message is ControlMessage {
  return typeof message === "object" && message !== null && "audiofieldThread" in message;
}

/** The locks of a browser; nothing in pages that aren't secure (`http:`, except on localhost). */
export function webLocks(): LockManager | undefined {
  const { navigator } = globalThis as { navigator?: { readonly locks?: LockManager } };
  return navigator?.locks;
}

/** What is used of the Web Locks API, which not all compilers' libraries have. */
interface LockManager {
  request(name: string, use: () => Promise<void> | void): Promise<unknown>;
}
