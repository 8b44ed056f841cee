import { UsageError } from "../../errors/mod.ts";
import { maxPaddingBytes } from "../container/limits.ts";

/** A batch whose rows may be longer than any record. */
export interface PaddedRows {
  readonly field: string;
  readonly capacity: number;
  /** The length of a row. */
  readonly longest: number;
  /** The longest record there is. */
  readonly stored: number;
  /** Bytes of all rows. */
  readonly byteLength: number;
}

/**
 * Bounds what a schema asks for beyond the records, by a chunk's seconds or by `padSeconds`: a file
 * brings its schema, and may claim any.
 *
 * @param option names the length of a row.
 * @throws {UsageError} `"batch-too-large"`.
 */
export function checkPadding(
  { field, capacity, longest, stored, byteLength }: PaddedRows,
  option: string,
): void {
  if (longest <= stored || byteLength <= capacity * maxPaddingBytes) return;
  throw new UsageError(
    `Cannot allocate a batch of ${capacity} records of "${field}": its schema pads them to ${longest}, ` +
      `which takes ${byteLength} bytes, but the longest one has ${stored}`,
    {
      code: "batch-too-large",
      field,
      found: byteLength,
      wanted: capacity * maxPaddingBytes,
      hint: `if that is meant, pass ${option}: ${longest}`,
    },
  );
}
