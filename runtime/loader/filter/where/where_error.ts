import { UsageError } from "../../../../errors/mod.ts";
import { nearQuestion } from "../filter_errors.ts";
import { shownCondition } from "../shown_condition.ts";

/** A piece of a filter as written on the command line. */
export interface WhereToken {
  readonly kind: "word" | "string" | "symbol" | "end";
  /** The word, the symbol, or the contents of a string. */
  readonly value: string;
  /** Where it is in the text, from `start` up to but not including `end`. */
  readonly start: number;
  readonly end: number;
}

/** The error for a filter that can't be read; `start` is the position in the text. */
export function whereError(
  text: string,
  start: number,
  { found, wanted, hint }: {
    readonly found: string;
    readonly wanted: string;
    readonly hint?: string | undefined;
  },
): UsageError {
  const column = columnOf(text, start);
  return new UsageError(`${doing} at column ${column}: found ${found}, wanted ${wanted}`, {
    code: "invalid-where",
    found,
    wanted,
    place: { text, column },
    hint,
  });
}

/** The error for a field that doesn't exist; its name is at `start`. */
export function unknownField(
  text: string,
  start: number,
  { name, fields }: { readonly name: string; readonly fields: readonly string[] },
): UsageError {
  const column = columnOf(text, start);
  const names = fields.join(", ");
  return new UsageError(
    `${doing} at column ${column}: there is no field ${shownCondition(name)}`,
    {
      code: "no-such-field",
      field: name,
      found: name,
      wanted: names,
      place: { text, column },
      hint: `the fields are ${names}${nearQuestion(name, fields)}`,
    },
  );
}

const doing = "Cannot read the filter";

function columnOf(text: string, start: number): number {
  return [...text.slice(0, start)].length + 1;
}

/** A token as a message shows it. */
export function shownToken({ kind, value }: WhereToken): string {
  return kind === "end" ? "the end" : shownCondition(value);
}
