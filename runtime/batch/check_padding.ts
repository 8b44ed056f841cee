import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import { maxPaddingBytes } from "../container/limits.ts";

/** A batch whose rows may be longer than any record. */
export interface PaddedRows {
  readonly field: string;
  readonly capacity: number;
  /** The length of a row. */
  readonly longest: number;
  /** The longest record in the file. */
  readonly stored: number;
  /** Bytes of all rows together. */
  readonly byteLength: number;
}

/**
 * Limits the padding that a schema asks for, through a chunk's seconds or `padSeconds`: the schema
 * comes with the file, and may claim anything.
 *
 * @param option the name of the option for the row length.
 * @throws {UsageError} `"batch-too-large"`.
 */
export function checkPadding(
  { field, capacity, longest, stored, byteLength }: PaddedRows,
  option: string,
): void {
  if (longest <= stored || byteLength <= capacity * maxPaddingBytes) return;
  throw new UsageError(
    `Cannot allocate a batch of ${
      counted(capacity, "record")
    } of "${field}": its schema pads them to ${longest}, ` +
      `which takes ${counted(byteLength, "byte")}, but the longest record has ${stored}`,
    {
      code: "batch-too-large",
      field,
      found: byteLength,
      wanted: capacity * maxPaddingBytes,
      hint: `if that is intended, pass ${option}: ${longest}`,
    },
  );
}
