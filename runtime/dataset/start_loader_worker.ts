import { UsageError } from "../../errors/mod.ts";
import { hostModule } from "../hosts/host.ts";
import type { StartWorker } from "../loader/worker_thread.ts";

/**
 * Starts threads of `node:worker_threads`, which Deno, Node and Bun have. Unlike a web worker, such a
 * thread says so when it ends, whatever ended it.
 *
 * @param entry the module that the threads run.
 */
export function nodeThreads(entry: URL): StartWorker {
  return (events, file) => {
    const threads = hostModule("node:worker_threads");
    if (threads === undefined) throw noThreads(file);
    // The limits are those that threads have anyway. Asked for, reaching one of them ends the thread;
    // otherwise, the process.
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
