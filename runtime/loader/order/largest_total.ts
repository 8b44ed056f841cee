import { wholeNumber } from "../../batch/rows.ts";
import { pageMask, pageRecords, pageShift } from "../../container/table.ts";
import type { BatchCuts } from "./batch_cuts.ts";
import type { LengthColumn } from "../filter/length_column.ts";
import type { RecordOrder } from "./record_order.ts";

/** What decides how long records' rows are. */
export interface RowLengths {
  /** Rows are padded to a multiple of this. Default 1. */
  readonly multipleOf?: number;
  /** Records are cropped to this length. Default: no cropping. */
  readonly longest?: number;
}

/** A rank's share of the batches that an order is cut into. */
export interface RankBatches {
  readonly order: RecordOrder;
  readonly cuts: BatchCuts;
  readonly rank: number;
  readonly worldSize: number;
}

/**
 * The length of a record's row, by the record's length.
 *
 * @throws {UsageError} `"invalid-batch"` for options that no batch can have.
 */
export function rowLengthOf({ multipleOf = 1, longest }: RowLengths): (length: number) => number {
  const multiple = wholeNumber(multipleOf, "multipleOf", 1);
  const most = longest === undefined ? Infinity : wholeNumber(longest, "a longest row");
  return (length) => Math.ceil(Math.min(length, most) / multiple) * multiple;
}

/**
 * The most that a batch of a rank holds, padding included. Looks at each record; lengths are read a
 * page at a time, since the records are scattered over the metadata table.
 */
export function largestTotal(
  { order, cuts, rank, worldSize }: RankBatches,
  column: LengthColumn,
  rowLength: (length: number) => number,
): number {
  const pages: Float64Array[] = [];
  let largest = 0;
  for (let number = rank; number < cuts.count; number += worldSize) {
    const records = cuts.size(number);
    let position = cuts.start(number);
    let longest = 0;
    for (let row = 0; row < records; row++) {
      const record = order.at(position);
      const page = pages[record >>> pageShift] ??= pageOf(column, record);
      const length = page[record & pageMask]!;
      if (length > longest) longest = length;
      position = position + 1 === order.length ? 0 : position + 1;
    }
    largest = Math.max(largest, records * rowLength(longest));
  }
  return largest;
}

/** The lengths of all records in a record's page. */
function pageOf(column: LengthColumn, record: number): Float64Array {
  const lengths = new Float64Array(pageRecords);
  column.readPage(record - (record & pageMask), lengths);
  return lengths;
}

/** The length of the longest of these records. */
export function longestOf(records: Uint32Array, column: LengthColumn): number {
  let longest = 0;
  for (let at = 0; at < records.length; at++) {
    const length = column.at(records[at]!);
    if (length > longest) longest = length;
  }
  return longest;
}
