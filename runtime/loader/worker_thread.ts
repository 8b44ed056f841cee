import type { Thread, ThreadEvents } from "../../hosts/mod.ts";

/**
 * Starts a thread that runs a loader's worker. The loader doesn't know where the worker's module is,
 * or which threads the host has.
 *
 * @param file the dataset's name, for messages.
 * @throws {UsageError} `"no-threads"` when the host has no threads.
 */
export type StartWorker = (events: ThreadEvents, file: string) => Thread;
