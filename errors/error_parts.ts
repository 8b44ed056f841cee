import { AudiofieldError, type ErrorDetails } from "./audiofield_error.ts";
import * as classes from "./errors.ts";

/** An error in the form in which it crosses threads. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly file: string | undefined;
  readonly field: string | undefined;
  readonly record: number | undefined;
  readonly found: string | number | undefined;
  readonly wanted: string | number | undefined;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** Takes an error apart, to post it to another thread. */
export function errorParts(cause: unknown): ErrorParts {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const { code, file, field, record, found, wanted, hint } = error as Partial<AudiofieldError>;
  const { name, message, stack } = error;
  return { name, message, code, file, field, record, found, wanted, hint, stack };
}

/** Rebuilds an error that was thrown on purpose; `undefined` for any other. */
export function rebuiltError({ name, message, code, stack, ...rest }: ErrorParts):
  | AudiofieldError
  | undefined {
  if (code === undefined) return undefined;
  const details: ErrorDetails = { ...rest, code };
  const Class = name in classes ? classes[name as keyof typeof classes] : AudiofieldError;
  // The message already ends with its hint, which the constructor appends again.
  const end = details.hint === undefined ? "" : `; ${details.hint}`;
  const error = new Class(message.slice(0, message.length - end.length), details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
