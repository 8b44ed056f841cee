import { UsageError } from "../../../errors/mod.ts";
import { KeyedPermutation } from "./keyed_permutation.ts";
import type { LengthColumn } from "../filter/length_column.ts";
import type { RecordOrder } from "./record_order.ts";

/** Batches of records of similar length. */
export interface Buckets {
  /** The records in the order they come: 4 bytes each. */
  readonly records: Uint32Array;
  /** 0, then where in {@link records} each batch ends. */
  readonly bounds: Uint32Array;
}

/** How to form them; see `BucketOptions`. */
export interface BucketRules {
  readonly file: string;
  readonly batchSize: number;
  readonly maxPadding: number;
  readonly maxTotal: number;
  /** The key that batches are shuffled by; they go from short to long without one. */
  readonly key: readonly number[] | undefined;
}

/**
 * Puts records of similar length together. They are sorted into classes, each reaching from a length to
 * the longest that doesn't pad it too much, in the given order within a class; then cut into batches,
 * which may run on into the next class while little enough of them is padding. A record far longer than
 * all others so has a batch to itself, and the others' batches are as they would be without it.
 *
 * @throws {UsageError} `"record-too-long"` when a record alone is more than `maxTotal`.
 */
export function formBuckets(
  order: RecordOrder,
  column: LengthColumn,
  rules: BucketRules,
): Buckets {
  const { records, lengths } = sortByClass(order, column, rules.maxPadding);
  const bounds = cut(lengths, {
    ...rules,
    tooLong: (at) => tooLong(column, records[at] ?? 0, rules),
  });
  return rules.key === undefined ? { records, bounds } : shuffleBatches(records, bounds, rules.key);
}

/** Records by class of length; stable, so that their order within a class is the given one. */
function sortByClass(order: RecordOrder, column: LengthColumn, maxPadding: number) {
  const count = order.length;
  const found = new Uint32Array(count);
  const foundLengths = new Float64Array(count);
  let longest = 0;
  for (let at = 0; at < count; at++) {
    const record = order.at(at);
    const length = column.at(record);
    found[at] = record;
    foundLengths[at] = length;
    if (length > longest) longest = length;
  }
  const edges = classEdges(longest, maxPadding);
  const ends = new Uint32Array(edges.length + 1);
  const classes = new Uint16Array(count);
  for (let at = 0; at < count; at++) {
    const number = classOf(edges, foundLengths[at]!);
    classes[at] = number;
    ends[number + 1]!++;
  }
  for (let number = 1; number < ends.length; number++) ends[number]! += ends[number - 1]!;
  const records = new Uint32Array(count);
  const lengths = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const place = ends[classes[at]!]!++;
    records[place] = found[at]!;
    lengths[place] = foundLengths[at]!;
  }
  return { records, lengths };
}

/**
 * Where classes begin. Products and floors of doubles are the same on every machine, which logarithms
 * aren't: a state has to mean the same batches everywhere.
 */
function classEdges(longest: number, maxPadding: number): number[] {
  const edges = [0];
  for (let edge = 1; edge <= longest;) {
    edges.push(edge);
    edge = Math.max(edge + 1, Math.floor(edge / (1 - maxPadding)) + 1);
  }
  return edges;
}

/** The last class that begins at `length` or before. */
function classOf(edges: readonly number[], length: number): number {
  let low = 0;
  let high = edges.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= length) low = middle;
    else high = middle;
  }
  return low;
}

/** 0, then where each batch ends. */
function cut(
  lengths: Float64Array,
  { batchSize, maxPadding, maxTotal, tooLong }: BucketRules & {
    readonly tooLong: (at: number) => UsageError;
  },
): Uint32Array {
  const bounds = [0];
  let begin = 0;
  let longest = 0;
  let total = 0;
  for (let at = 0; at < lengths.length; at++) {
    const length = lengths[at]!;
    if (length > maxTotal) throw tooLong(at);
    const padded = (at - begin + 1) * Math.max(longest, length);
    const padding = padded - total - length;
    const isFull = at - begin === batchSize || padded > maxTotal || padding > maxPadding * padded;
    if (isFull && at > begin) {
      bounds.push(at);
      begin = at;
      longest = 0;
      total = 0;
    }
    longest = Math.max(longest, length);
    total += length;
  }
  bounds.push(lengths.length);
  return Uint32Array.from(bounds);
}

function shuffleBatches(
  records: Uint32Array,
  bounds: Uint32Array,
  key: readonly number[],
): { records: Uint32Array; bounds: Uint32Array } {
  const batches = bounds.length - 1;
  const order = new KeyedPermutation(batches, key);
  const shuffled = new Uint32Array(records.length);
  const ends = new Uint32Array(bounds.length);
  let end = 0;
  for (let number = 0; number < batches; number++) {
    const batch = order.at(number);
    const taken = records.subarray(bounds[batch]!, bounds[batch + 1]!);
    shuffled.set(taken, end);
    end += taken.length;
    ends[number + 1] = end;
  }
  return { records: shuffled, bounds: ends };
}

function tooLong(
  column: LengthColumn,
  record: number,
  { file, maxTotal }: BucketRules,
): UsageError {
  const found = column.at(record);
  return new UsageError(
    `Cannot form batches of at most ${maxTotal} by "${column.field}" of "${file}": record ${record} ` +
      `alone is ${found} long`,
    {
      code: "record-too-long",
      file,
      field: column.field,
      record,
      found,
      wanted: maxTotal,
      hint: `raise maxTotal, or filter by { ${column.field}: { length: { max: ${maxTotal} } } }`,
    },
  );
}
