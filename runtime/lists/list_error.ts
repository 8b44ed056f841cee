import { type ErrorDetails, ListError } from "../../errors/mod.ts";

/** A list that messages are about. */
export interface ListName {
  /** The list, as the caller named it. */
  readonly file: string;
  /** The list, as messages name it: a path in quotation marks, or `standard input`. */
  readonly shown: string;
}

/** How much of a value messages show, in characters. */
const shownLength = 80;

/** An error about a line of a list. */
export function listError(
  { file, shown }: ListName,
  line: number,
  reason: string,
  details: ErrorDetails,
): ListError {
  return new ListError(`Line ${line} of ${shown}: ${reason}`, { ...details, file });
}

/** A value as JSON, cut if it is long. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
