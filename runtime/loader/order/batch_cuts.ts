import { UsageError } from "../../../errors/mod.ts";

/**
 * How an order is cut into batches, over all ranks: batch `b` of rank `r` is number `b × worldSize + r`.
 */
export interface BatchCuts {
  /** Number of batches over all ranks, a multiple of the number of ranks. */
  readonly count: number;
  /** Number of records in the largest batch. */
  readonly largest: number;
  /** Where in the order batch `number` begins; past the order's end, it wraps to the beginning. */
  start(number: number): number;
  /** Number of records in batch `number`. */
  size(number: number): number;
  /** How many records of the order have come once all batches before `number` have. */
  consumed(number: number): number;
}

/** What cutting depends on. */
export interface CutOptions {
  /** The file's name, for messages. */
  readonly file: string;
  /** Number of records that came before, according to the state. */
  readonly consumed: number;
  /** See `OrderOptions.drop`. */
  readonly drop: "none" | "last" | "pad";
  /** See `OrderOptions.worldSize`. */
  readonly worldSize: number;
}

/** The error when too few records are left to give each rank a batch. */
export function tooFewToShare(
  file: string,
  { records, worldSize }: { records: number; worldSize: number },
): UsageError {
  return new UsageError(
    `Cannot plan the batches of "${file}": its last ${
      records === 1 ? "record" : `${records} records`
    } can't be divided among ` +
      `${worldSize} ranks so that all get the same number of batches and each record comes once`,
    {
      code: "too-few-records",
      file,
      found: records,
      wanted: worldSize,
      hint: 'pass drop: "last" to leave the rest out, or drop: "pad" to repeat records',
    },
  );
}
