import { AudiofieldError } from "../../errors/mod.ts";
import { printable } from "./printable.ts";

/** An error that was met while packing an input, and that input. */
export class InputFailure extends Error {
  /** Where the input is: a file, or a line of a manifest. */
  readonly where: string;

  /**
   * Blames an input.
   *
   * @param where the input, as messages name it.
   */
  constructor(where: string, cause: unknown) {
    super(`${where} failed`, { cause });
    this.where = where;
  }
}

/** An error's class and code: `AudioInputError/sample-rate`. */
export function errorClass(error: AudiofieldError): string {
  return `${error.name}/${error.code}`;
}

/**
 * An error's message in one line, with the input that it came from.
 *
 * @param where that input, if the error isn't an {@link InputFailure}.
 */
export function reasonOf(error: unknown, where?: string): string {
  return printable(where === undefined ? messageOf(error) : messageAt(where, error));
}

function messageOf(error: unknown): string {
  if (error instanceof InputFailure) return messageAt(error.where, error.cause);
  return error instanceof Error ? error.message : String(error);
}

function messageAt(where: string, cause: unknown): string {
  // The input's name says more: record numbers don't count skipped inputs.
  const reason = messageOf(cause).replace(/^Field "[^"]*" of record \d+: /, "");
  return reason.includes(where) ? reason : `${where}: ${reason}`;
}
