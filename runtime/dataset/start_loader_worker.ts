import { UsageError } from "../../errors/mod.ts";
import { host } from "../../hosts/mod.ts";
import type { StartWorker } from "../loader/worker_thread.ts";

/** Starts the library's own worker. */
export const startLoaderWorker: StartWorker = (events, file) => {
  if (host.threads === undefined) throw noThreads(file);
  return host.threads.start(new URL("./loader_worker_entry.ts", import.meta.url), events);
};

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
