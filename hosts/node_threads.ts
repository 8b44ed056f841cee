import { builtin, hostProcess } from "./builtin.ts";
import type { OwnThread, Threads } from "./threads.ts";

/**
 * The threads of `node:worker_threads`, which Deno, Node and Bun have. Unlike a web worker, such a
 * thread always reports that it ended, whatever the reason.
 */
export const nodeThreads: Threads = {
  start({ url, youngMegabytes }, events, data) {
    const { Worker } = builtin("node:worker_threads");
    // These are the limits that threads have anyway. Because they are passed, a thread that reaches
    // one ends alone; otherwise the whole process would.
    const resourceLimits = youngMegabytes === undefined
      ? {}
      : { maxYoungGenerationSizeMb: youngMegabytes };
    const thread = new Worker(url, { workerData: data, resourceLimits });
    thread.on("message", (message: unknown) => events.message(message));
    thread.on("error", (cause: unknown) => events.error(cause));
    thread.on("exit", (code: number) => events.exit(code));
    return {
      post: (message, transfer = []) => thread.postMessage(message, transfer),
      async terminate() {
        await thread.terminate();
      },
    };
  },
  own(): OwnThread | undefined {
    const { parentPort: port, workerData: data } = builtin("node:worker_threads");
    if (port === null || port === undefined) return undefined;
    return {
      data,
      post: (message, transfer = []) => port.postMessage(message, transfer),
      hear: (listener) => void port.on("message", listener),
      inTurn,
      end: () => hostProcess()!.exit(),
    };
  },
};

/**
 * If memory runs out in the handler of a message or of a promise, Deno (2.9) stops the thread without
 * an event; in a timer or an immediate, it does report that.
 */
function inTurn<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    builtin("node:timers").setImmediate(() => {
      try {
        resolve(work());
      } catch (cause) {
        reject(cause);
      }
    });
  });
}
