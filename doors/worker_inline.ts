/**
 * The loader's worker as a text in the program: it needs no file of its own, and the page's policy (CSP)
 * must allow `worker-src blob:`.
 *
 * @example
 * ```ts ignore
 * import { init } from "audiofield";
 * import { createWorker } from "audiofield/worker/inline";
 *
 * await init({ worker: createWorker });
 * ```
 *
 * @module
 */

import type { WorkerSource } from "../runtime/dataset/start_loader_worker.ts";

/** The worker, bundled; the build puts it here. */
declare const INLINE_WORKER: string;

let url: string | undefined;

/** Makes a worker for `init({ worker: createWorker })`. */
export function createWorker(): Worker {
  url ??= URL.createObjectURL(new Blob([INLINE_WORKER], { type: "text/javascript" }));
  return new Worker(url, { type: "module" });
}

createWorker satisfies WorkerSource;
