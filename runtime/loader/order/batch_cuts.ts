import { UsageError } from "../../../errors/mod.ts";

/**
 * How an order is cut into batches, all ranks' together: batch `b` of rank `r` is number
 * `b × world + r`.
 */
export interface BatchCuts {
  /** Batches of all ranks, a multiple of their number. */
  readonly count: number;
  /** Records of the largest batch. */
  readonly largest: number;
  /** Where in the order batch `number` begins; it goes on from the order's beginning at its end. */
  start(number: number): number;
  /** Records of batch `number`. */
  size(number: number): number;
  /** Records of the order that are done with once all batches before `number` are. */
  consumed(number: number): number;
}

/** What cutting depends on. */
export interface CutOptions {
  /** The file's name, for messages. */
  readonly file: string;
  /** Records that came already. */
  readonly consumed: number;
  /** See `OrderOptions.drop`. */
  readonly drop: "none" | "last" | "pad";
  /** See `OrderOptions.world`. */
  readonly world: number;
}

/** The error where fewer records are left than ranks, each of which is to have a batch. */
export function tooFewToShare(
  file: string,
  { records, world }: { records: number; world: number },
): UsageError {
  return new UsageError(
    `Cannot plan the batches of "${file}": its last ${records} records can't be shared out to ` +
      `${world} ranks so that each has as many batches and each record comes once`,
    {
      code: "too-few-records",
      file,
      found: records,
      wanted: world,
      hint: 'drop: "last" leaves the rest out, drop: "pad" repeats records to fill up',
    },
  );
}
