/**
 * What runs in a loader's workers in Deno, Node and Bun: opens the dataset, and lets the loader's own
 * part of the worker decode it.
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
 * Does what takes memory in a turn of its own. When memory runs out during a message or a promise,
 * Deno (2.9) stops the thread and tells nobody; it does tell when that happens in a timer or an
 * immediate.
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
