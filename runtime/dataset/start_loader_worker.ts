import { UsageError } from "../../errors/mod.ts";
import { host, type Thread, type ThreadEvents } from "../../hosts/mod.ts";

/** Starts the library's own worker. */
export function startLoaderWorker(events: ThreadEvents, file: string): Thread {
  if (host.threads === undefined) throw noThreads(file);
  return host.threads.start(new URL("./loader_worker_entry.ts", import.meta.url), events);
}

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
