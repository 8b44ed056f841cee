/**
 * The module that a loader's workers run in Deno, Node and Bun: it opens the dataset, and the
 * loader's part of the worker decodes it.
 *
 * @module
 */
import process from "node:process";
import { setImmediate } from "node:timers";
import { parentPort } from "node:worker_threads";
import { DecodingWorker } from "../loader/threads/decoding_worker.ts";
import type { ToWorker } from "../loader/threads/messages.ts";
import { openForWorker } from "./open_for_worker.ts";

const channel = parentPort!;
const worker = new DecodingWorker({
  post: (message) => channel.postMessage(message),
  inTurn,
  open: openForWorker,
  end: () => process.exit(),
});
channel.on("message", (message: ToWorker) => worker.hear(message));

/**
 * Does work that takes memory in a turn of its own. If memory runs out in the handler of a message
 * or of a promise, Deno (2.9) stops the thread without an event; in a timer or an immediate, it does
 * report that.
 */
function inTurn<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (cause) {
        reject(cause);
      }
    });
  });
}
