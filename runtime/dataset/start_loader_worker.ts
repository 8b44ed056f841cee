import { UsageError } from "../../errors/mod.ts";
import { host, type Thread, type ThreadEvents } from "../../hosts/mod.ts";

/** How a browser gets the loader's worker: where its module is, or what makes it. */
export type WorkerSource = string | URL | (() => Worker);

let given: WorkerSource | undefined;

/** Has browsers use this instead of the module beside the library. */
export function useLoaderWorker(source: WorkerSource): void {
  given = source;
}

/** Starts the library's own worker. */
export function startLoaderWorker(events: ThreadEvents, file: string): Thread {
  if (host.threads === undefined) throw noThreads(file);
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // Not a literal: bundlers for browsers would take the module for a file to copy.
  const url = new URL(`./loader_worker_entry.${ending}`, import.meta.url);
  return host.threads.start({ url, web: makeWebWorker }, events);
}

function makeWebWorker(): Worker {
  if (typeof given === "function") return given();
  if (given !== undefined) return new Worker(given, { type: "module" });
  return new Worker(new URL("./loader_worker_entry.ts", import.meta.url), { type: "module" });
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
