/**
 * Errors of workers: how they cross threads, and what a thread's end means to whoever waits for it.
 *
 * @module
 */
import {
  AudiofieldError,
  AudioInputError,
  type ErrorDetails,
  FileError,
  FormatError,
  IntegrityError,
  UsageError,
  WorkerError,
} from "../../../errors/mod.ts";
import type { ErrorParts } from "./messages.ts";

/** Which worker it was. */
export interface WorkerPlace {
  readonly file: string;
  /** Its number, counted from 0. */
  readonly worker: number;
}

const classes = {
  AudioInputError,
  FileError,
  FormatError,
  IntegrityError,
  UsageError,
  WorkerError,
} as const;

/** Takes an error apart, to post it to another thread. */
export function errorParts(cause: unknown): ErrorParts {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const { code, file, field, record, found, wanted, hint } = error as Partial<AudiofieldError>;
  const { name, message, stack } = error;
  return { name, message, code, file, field, record, found, wanted, hint, stack };
}

/**
 * Rebuilds the error. An error that this library didn't throw on purpose becomes `"out-of-memory"` if
 * memory ran out, otherwise `"worker-failed"`.
 */
export function errorOf(parts: ErrorParts, place: WorkerPlace): AudiofieldError {
  const { name, message, code, stack, ...rest } = parts;
  if (code === undefined) {
    return isOutOfMemory(parts) ? ranOut(message, place) : workerFailed(parts, place);
  }
  const details: ErrorDetails = { ...rest, code };
  const Class = name in classes ? classes[name as keyof typeof classes] : AudiofieldError;
  // The message already ends with its hint, which the constructor appends again.
  const end = details.hint === undefined ? "" : `; ${details.hint}`;
  const error = new Class(message.slice(0, message.length - end.length), details);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The error for a thread that ended before its work did. */
export function workerDied(
  cause: unknown,
  { file, worker, code }: WorkerPlace & { readonly code: number },
): WorkerError {
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
