/**
 * Errors of workers: how they cross threads, and what a thread's end means to whoever waits for it.
 *
 * @module
 */
import {
  type AudiofieldError,
  type ErrorParts,
  rebuiltError,
  WorkerError,
} from "../../../errors/mod.ts";

/** Which worker it was. */
export interface WorkerPlace {
  readonly file: string;
  /** Its number, counted from 0. */
  readonly worker: number;
}

/**
 * Rebuilds the error. An error that this library didn't throw on purpose becomes `"out-of-memory"` if
 * memory ran out, otherwise `"worker-failed"`.
 */
export function errorOf(parts: ErrorParts, place: WorkerPlace): AudiofieldError {
  const { message } = parts;
  const error = rebuiltError(parts);
  if (error !== undefined) return error;
  return isOutOfMemory(parts) ? ranOut(message, place) : workerFailed(parts, place);
}

/** The error for a thread that ended before its work did. */
export function workerDied(
  cause: unknown,
  { file, worker, code }: WorkerPlace & { readonly code: number },
): WorkerError {
  if (cause instanceof WorkerError) return cause;
  const why = cause instanceof Error ? cause.message : `it ended with code ${code}`;
  if (cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY") {
    // Its message blames the heap in either case.
    return ranOut("its heap is full, or there was no memory for an array", { file, worker });
  }
  return new WorkerError(`Cannot load batches of "${file}": worker ${worker} died: ${why}`, {
    code: "worker-died",
    file,
    found: code,
    hint: "resume from the loader's state(), or load without workers to see what happens",
    cause,
  });
}

function workerFailed({ name, message, stack }: ErrorParts, place: WorkerPlace): WorkerError {
  const { file, worker } = place;
  return new WorkerError(
    `Cannot load batches of "${file}": worker ${worker} failed: ${name}: ${message}`,
    {
      code: "worker-failed",
      file,
      found: `${name}: ${message}`,
      hint: "load without workers to see whether the file causes it; otherwise please report it",
      cause: stack,
    },
  );
}

function ranOut(why: string, { file, worker }: WorkerPlace): WorkerError {
  return new WorkerError(
    `Cannot load batches of "${file}": worker ${worker} ran out of memory: ${why}`,
    {
      code: "out-of-memory",
      file,
      found: why,
      hint: "use fewer workers, a smaller prefetch or a smaller batchSize, and resume from the " +
        "loader's state()",
    },
  );
}

/** Whether this is what hosts throw when there is no memory for an array or WebAssembly. */
function isOutOfMemory({ name, message }: ErrorParts): boolean {
  return name === "RangeError" &&
    /alloca|grow instance memory/i.test(message);
}
