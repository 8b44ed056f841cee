import type { ReadableFile } from "../readable_dataset.ts";
import { fieldIndexOf } from "../filter/filter_errors.ts";
import { formBuckets } from "./form_buckets.ts";
import { KeyedPermutation } from "./keyed_permutation.ts";
import { LengthColumn } from "../filter/length_column.ts";
import type { RecordFilter } from "../filter/conditions.ts";
import { listOf, passingRecords } from "../filter/select_records.ts";
import { FileOrder, type RecordOrder, SelectedOrder } from "./record_order.ts";

/** What padding costs with one way of forming batches. */
export interface PaddingCost {
  /** How records are grouped into batches. */
  readonly order: "file" | "shuffled" | "sorted" | "buckets";
  /** The buckets' `maxPadding`; `null` without buckets. */
  readonly maxPadding: number | null;
  /** Number of batches in an epoch. */
  readonly batches: number;
  /** Mean number of records per batch. */
  readonly meanRecords: number;
  /** The share of all batches' content that is padding, 0 to 1. */
  readonly padding: number;
  /** The largest batch: its records times the longest of them, in the field's unit. */
  readonly largest: number;
}

/** The shares of padding that buckets are tried with. */
const shares = [0.05, 0.1, 0.2];

/**
 * What padding costs in batches of `batchSize` of the field `of`: in the file's order, shuffled, sorted
 * by length, and in buckets. Reads only the field's metadata table, and takes 30 bytes of memory per
 * record.
 *
 * @throws {UsageError} `"no-such-field"` or `"no-length"`; `"invalid-filter"`.
 */
export function measurePadding(
  source: { readonly file: ReadableFile },
  { of, batchSize, filter }: {
    readonly of: string;
    readonly batchSize: number;
    /** Which records to include; all by default. */
    readonly filter?: RecordFilter | readonly RecordFilter[];
  },
): PaddingCost[] {
  const { file } = source;
  const column = new LengthColumn(file, fieldIndexOf(file, of));
  const selected = filter === undefined && file.split === undefined
    ? undefined
    : passingRecords(file, listOf(filter)).records;
  const count = selected?.length ?? file.recordCount;
  const ordered = (order: RecordOrder) =>
    selected === undefined ? order : new SelectedOrder(selected, order);
  const shuffled = ordered(new KeyedPermutation(count, [0, 0, 0]));
  const even = evenBounds(count, batchSize);
  const inFile = lengthsOf(column, ordered(new FileOrder(count)));
  return [
    { order: "file", maxPadding: null, ...costOf(inFile, even) },
    { order: "shuffled", maxPadding: null, ...costOf(lengthsOf(column, shuffled), even) },
    { order: "sorted", maxPadding: null, ...costOf(inFile.toSorted(), even) },
    ...shares.map((maxPadding): PaddingCost => {
      const rules = { file: file.name, batchSize, maxPadding, maxTotal: Infinity, key: undefined };
      const { records, bounds } = formBuckets(shuffled, column, rules);
      const lengths = Float64Array.from(records, (record) => column.at(record));
      return { order: "buckets", maxPadding, ...costOf(lengths, bounds) };
    }),
  ];
}

function lengthsOf(column: LengthColumn, order: RecordOrder): Float64Array {
  return Float64Array.from({ length: order.length }, (_, at) => column.at(order.at(at)));
}

function evenBounds(records: number, batchSize: number): Uint32Array {
  const batches = Math.ceil(records / batchSize);
  return Uint32Array.from(
    { length: batches + 1 },
    (_, number) => Math.min(number * batchSize, records),
  );
}

function costOf(
  lengths: Float64Array,
  bounds: Uint32Array,
): Pick<PaddingCost, "batches" | "meanRecords" | "padding" | "largest"> {
  const batches = bounds.length - 1;
  let total = 0;
  let padded = 0;
  let largest = 0;
  for (let number = 0; number < batches; number++) {
    const batch = lengths.subarray(bounds[number], bounds[number + 1]);
    let longest = 0;
    for (const length of batch) {
      longest = Math.max(longest, length);
      total += length;
    }
    padded += longest * batch.length;
    largest = Math.max(largest, longest * batch.length);
  }
  return {
    batches,
    meanRecords: batches === 0 ? 0 : lengths.length / batches,
    padding: padded === 0 ? 0 : 1 - total / padded,
    largest,
  };
}
