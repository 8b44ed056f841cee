import { UsageError } from "../../errors/mod.ts";
import type { StartWorker } from "../loader/worker_thread.ts";

/**
 * Starts threads of `node:worker_threads`, which Deno, Node and Bun have. Unlike a web worker, such a
 * thread always reports that it ended, whatever the reason.
 *
 * @param entry the module that the threads run.
 */
export function nodeThreads(entry: URL): StartWorker {
  return (events, file) => {
    const threads = hostModule("node:worker_threads");
    if (threads === undefined) throw noThreads(file);
    // These are the limits that threads have anyway. Because they are passed, a thread that reaches
    // one ends alone; otherwise the whole process would.
    const thread = new threads.Worker(entry, { resourceLimits: {} });
    thread.on("message", (message: unknown) => events.message(message));
    thread.on("error", (cause: unknown) => events.error(cause));
    thread.on("exit", (code: number) => events.exit(code));
    return {
      post: (message) => thread.postMessage(message),
      terminate: () => void thread.terminate(),
    };
  };
}

/** Starts the library's own worker. */
export const startLoaderWorker: StartWorker = nodeThreads(
  new URL("./loader_worker_entry.ts", import.meta.url),
);

function noThreads(file: string): UsageError {
  return new UsageError(
    `Cannot load batches of "${file}" with workers: there are no threads here`,
    {
      code: "no-threads",
      file,
      hint: "leave `workers` out",
    },
  );
}
