import { UsageError } from "../../../errors/mod.ts";
import { KeyedPermutation } from "./keyed_permutation.ts";
import type { LengthColumn } from "../filter/length_column.ts";
import type { RecordOrder } from "./record_order.ts";

/** Batches of records of similar length. */
export interface Buckets {
  /** The records in the order in which they come: 4 bytes each. */
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
  /** The limit in seconds, if it was given in seconds; for messages. */
  readonly maxSeconds?: number | undefined;
  /** The key that batches are shuffled by; without one, they go from short to long. */
  readonly key: readonly number[] | undefined;
}

/**
 * Puts records of similar length together. They are sorted into classes, each of which spans from one
 * length to the longest that doesn't pad it too much; within a class they keep the given order. Then
 * they are cut into batches, which can continue into the next class as long as their share of padding
 * is small enough. A record much longer than the rest therefore gets a batch of its own, and the
 * other batches are as they would be without it.
 *
 * @throws {UsageError} `"record-too-long"` when a single record exceeds `maxTotal`.
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

/** Sorts records by length class; stable, so that records keep the given order within a class. */
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
 * Where classes begin. A state must mean the same batches everywhere, and products and floors of
 * doubles are the same on every machine, unlike logarithms.
 */
function classEdges(longest: number, maxPadding: number): number[] {
  const edges = [0];
  for (let edge = 1; edge <= longest;) {
    edges.push(edge);
    edge = Math.max(edge + 1, Math.floor(edge / (1 - maxPadding)) + 1);
  }
  return edges;
}

/** The last class that begins at or before `length`. */
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
  { file, maxTotal, maxSeconds }: BucketRules,
): UsageError {
  const found = column.at(record);
  const limit = maxSeconds === undefined ? `${maxTotal}` : `${maxTotal} (${maxSeconds} s)`;
  const range = maxSeconds === undefined
    ? `length: { max: ${maxTotal} }`
    : `seconds: { max: ${maxSeconds} }`;
  return new UsageError(
    `Cannot form batches of at most ${limit} by "${column.field}" of "${file}": record ${record} ` +
      `alone is ${found} long`,
    {
      code: "record-too-long",
      file,
      field: column.field,
      record,
      found,
      wanted: maxTotal,
      hint: `raise ${maxSeconds === undefined ? "maxTotal" : "maxSeconds"}, or filter by ` +
        `{ ${column.field}: { ${range} } }`,
    },
  );
}
