/** Which part of each record a batch holds: what the references of all kinds share. */

/** What is asked of a batch: whole records, or `count` samples or frames from `starts`. */
export interface Asked {
  readonly indices: readonly number[];
  readonly starts?: readonly number[];
  readonly count?: number;
}

/** What determines how long rows are. */
export interface RowOptions {
  /** The most samples or frames per record. */
  readonly most: number;
  readonly onLonger?: "error" | "crop";
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
}

/** The part of a record that a row holds. */
export interface ReferenceRow {
  readonly index: number;
  readonly start: number;
  readonly kept: number;
}

/**
 * The rows of a batch, and the length that all are padded to; nothing if a record is too long.
 *
 * @param lengths samples or frames of every record in the file.
 */
export function referenceRows(
  lengths: readonly number[],
  { indices, starts, count = 0 }: Asked,
  { most, onLonger, padTo = "dataset" }: RowOptions,
): { rows: ReferenceRow[]; padded: number } | undefined {
  if (starts !== undefined) {
    const rows = indices.map((index, row) => {
      const start = starts[row]!;
      return { index, start, kept: Math.max(0, Math.min(count, lengths[index]! - start)) };
    });
    return { rows, padded: count };
  }
  if (onLonger !== "crop" && indices.some((index) => lengths[index]! > most)) return undefined;
  const rows = indices.map((index) => ({ index, start: 0, kept: Math.min(lengths[index]!, most) }));
  let padded = padTo === "dataset" ? most : Math.max(0, ...rows.map(({ kept }) => kept));
  if (typeof padTo === "object") { while (padded % padTo.multipleOf !== 0) padded++; }
  return { rows, padded };
}
