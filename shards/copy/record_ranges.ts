/** Records from `start` up to but not including `end`. */
export interface CopyRange {
  /** The first record. */
  readonly start: number;
  /** The record after the last one. */
  readonly end: number;
}

/** Ascending record numbers as the fewest ranges. */
export function* rangesOf(records: Iterable<number>): Generator<CopyRange> {
  let [start, end] = [-1, -1];
  for (const record of records) {
    if (record !== end) {
      if (end > start) yield { start, end };
      start = record;
    }
    end = record + 1;
  }
  if (end > start) yield { start, end };
}
