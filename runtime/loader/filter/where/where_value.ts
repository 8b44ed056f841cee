import { integer64Of } from "../filter_field.ts";
import type { WhereCursor } from "./where_cursor.ts";
import type { WhereToken } from "./where_error.ts";

/** What a value is compared with. */
export type Operand = "number" | "integer64" | "bool" | "text" | "length";

/** A value as in the JSON filter; 64-bit integers beyond the safe ones are decimal text. */
export type WhereValue = number | boolean | string;

const wanted: Readonly<Record<Operand, string>> = {
  number: "a number",
  integer64: "a 64-bit integer",
  bool: "true or false",
  text: "a text",
  length: "a number of at least 0",
};

/** A number as in JSON: no leading zeros, no plus sign, a digit on both sides of the point. */
const numberPattern = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Takes a value.
 *
 * @throws {UsageError} `"invalid-where"` when it can't be compared with the field.
 */
export function readValue(cursor: WhereCursor, operand: Operand): WhereValue {
  const token = cursor.token;
  const value = valueOf(token, operand);
  if (value === undefined) throw cursor.wrong(token, wanted[operand], hintFor(token, operand));
  cursor.take();
  return value;
}

function valueOf({ kind, value }: WhereToken, operand: Operand): WhereValue | undefined {
  if (operand === "text") return kind === "word" || kind === "string" ? value : undefined;
  if (kind !== "word") return undefined;
  if (operand === "bool") {
    return value === "true" ? true : value === "false" ? false : undefined;
  }
  if (operand === "integer64") {
    const integer = integer64Of(value);
    if (integer === undefined) return undefined;
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : value;
  }
  // Adding 0 turns negative zero into the zero that JSON has.
  const number = numberPattern.test(value) ? Number(value) + 0 : NaN;
  const isIn = Number.isFinite(number) && (operand === "number" || number >= 0);
  return isIn ? number : undefined;
}

function hintFor({ kind, value }: WhereToken, operand: Operand): string | undefined {
  if (kind === "string" && operand !== "text") return "write it without quotation marks";
  if (kind === "symbol" && value === "=") return 'write a single "="';
  if (kind === "symbol" && value === "..") return 'write "<=" or ">=" for a range with one bound';
  if (kind === "symbol" && value === "(") return "write the values of a list without parentheses";
  return undefined;
}
