import {
  AudiofieldError,
  type ErrorDetails,
  FileError,
  FormatError,
  IntegrityError,
  UsageError,
} from "../../../errors/mod.ts";
import type { ErrorParts } from "./worker_messages.ts";

const classes = { FileError, FormatError, IntegrityError, UsageError } as const;

/** An error taken apart, to be posted to another thread. */
export function errorParts(cause: unknown): ErrorParts {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const { code, file, field, record, found, wanted } = error as Partial<AudiofieldError>;
  return { name: error.name, message: error.message, code, file, field, record, found, wanted };
}

/** The error again; what this library didn't throw on purpose becomes `"worker-failed"`. */
export function errorOf({ name, message, code, ...rest }: ErrorParts): AudiofieldError {
  if (code === undefined) {
    return new AudiofieldError(`A worker of the loader failed: ${message}`, {
      code: "worker-failed",
      hint: "please report it",
    });
  }
  const details: ErrorDetails = { ...rest, code };
  const Class = name in classes ? classes[name as keyof typeof classes] : AudiofieldError;
  return new Class(message, details);
}
