import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { crc32 } from "../../container/crc32.ts";
import type { BatchCuts } from "./batch_cuts.ts";
import type { BatchPlan } from "./batch_plan.ts";
import { BucketCuts } from "./bucket_cuts.ts";
import { knownRecords, recordsBefore } from "./known_records.ts";
import { checkState, type StateIdentity } from "./check_state.ts";
import { EvenCuts } from "./even_cuts.ts";
import { fieldIndexOf } from "../filter/filter_errors.ts";
import { formBuckets } from "./form_buckets.ts";
import { largestTotal, longestOf, rowLengthOf, type RowLengths } from "./largest_total.ts";
import { KeyedPermutation } from "./keyed_permutation.ts";
import { LengthColumn } from "../filter/length_column.ts";
import type { LoaderState } from "./loader_state.ts";
import { LocalOrder } from "./local_order.ts";
import type { OrderOptions } from "./order_options.ts";
import { FileOrder, type RecordOrder, SelectedOrder } from "./record_order.ts";
import { type ResolvedOrder, resolveOrder } from "./resolve_order.ts";
import { selectForOrder } from "./select_for_order.ts";
import type { RecordSelection } from "../filter/select_records.ts";

/**
 * Plans an epoch: which records come in which batch of which rank. Reads metadata tables for filters,
 * buckets and windows that skip, and payloads only for filters by text.
 *
 * Memory doesn't grow with the number of records, except for 4 bytes per record that passes a filter,
 * and with buckets another 4 per record, and 26 while planning.
 *
 * @throws {UsageError} `"invalid-option"`, `"contradiction"`, `"no-such-rank"`; `"no-such-field"`,
 *   `"invalid-filter"`, `"empty-filter"`; `"record-too-long"` for a bucket's `maxTotal`;
 *   `"too-few-records"` when the ranks can't all have a batch; and the errors of `checkState`.
 * @throws {IntegrityError} when a metadata table fails its checksum.
 *
 * @example
 * ```ts ignore
 * const plan = planBatches({ batchSize: 64, shuffle: { seed: 1, epoch: 0 } }, dataset);
 * const indices = new Uint32Array(plan.maxBatchSize);
 * for (let b = 0; b < plan.batchCount; b++) {
 *   const records = plan.batch(b, indices);
 *   console.log(indices.subarray(0, records));
 * }
 * ```
 */
export function planBatches(
  options: OrderOptions,
  source: { readonly file: ReadableFile },
): BatchPlan {
  const { file } = source;
  return planOrder(options, { file, select: () => selectForOrder(options, file) });
}

/** {@link planBatches}, with the records that `select` returns. */
export function planOrder(
  options: OrderOptions,
  { file, select }: {
    readonly file: ReadableFile;
    readonly select: () => RecordSelection | undefined;
  },
): BatchPlan {
  const resolved = resolveOrder(options, file);
  const dataset = knownRecords(options, file);
  const { records: passing, filterReads = 0 } = select() ?? {};
  const selected = passing && recordsBefore(passing, dataset.records);
  const length = selected?.length ?? dataset.records;
  const identity: StateIdentity = {
    version: 2,
    dataset,
    selected: selected === undefined
      ? null
      : { records: length, checksum: crc32(new Uint8Array(selected.buffer)) },
    shuffle: resolved.shuffle,
    bucket: resolved.bucket,
  };
  const consumed = options.state === undefined
    ? 0
    : checkState(options.state, { file: file.name, identity, records: length });
  const maxSeconds = options.bucket?.maxSeconds;
  const { order, cuts } = arrange(selected, { file, length, resolved, maxSeconds, consumed });
  if (cuts.count === 0 && consumed === 0) throw noBatch(file, length, resolved);
  return new PlannedBatches({ order, cuts, resolved, identity, file, selected, filterReads });
}

function arrange(
  selected: Uint32Array | undefined,
  { file, length, resolved, maxSeconds, consumed }: {
    file: ReadableFile;
    length: number;
    resolved: ResolvedOrder;
    maxSeconds: number | undefined;
    consumed: number;
  },
): { order: RecordOrder; cuts: BatchCuts } {
  const { batchSize, bucket, shuffle, drop, worldSize } = resolved;
  const places = orderOf(length, shuffle);
  const order = selected === undefined ? places : new SelectedOrder(selected, places);
  const options = { file: file.name, consumed, drop, worldSize };
  if (bucket === null) {
    return { order, cuts: new EvenCuts(order.length, { ...options, batchSize: batchSize ?? 0 }) };
  }
  const { records, bounds } = formBuckets(
    order,
    new LengthColumn(file, fieldIndexOf(file, bucket.of)),
    {
      file: file.name,
      batchSize: batchSize ?? Infinity,
      maxPadding: bucket.maxPadding,
      maxTotal: bucket.maxTotal ?? Infinity,
      maxSeconds,
      key: shuffle === null ? undefined : [shuffle.seed, shuffle.epoch, 2],
    },
  );
  return {
    order: new SelectedOrder(records, new FileOrder(records.length)),
    cuts: new BucketCuts(bounds, options),
  };
}

/** The last number of each key makes the permutations of one seed differ. */
function orderOf(length: number, shuffle: LoaderState["shuffle"]): RecordOrder {
  if (shuffle === null) return new FileOrder(length);
  const { seed, epoch, locality } = shuffle;
  return locality === null
    ? new KeyedPermutation(length, [seed, epoch, 0])
    : new LocalOrder(length, { ...locality, key: [seed, epoch, 1] });
}

class PlannedBatches implements BatchPlan {
  readonly batchCount: number;
  readonly recordCount: number;
  readonly filterReads: number;
  readonly maxBatchSize: number;
  readonly #order: RecordOrder;
  readonly #cuts: BatchCuts;
  readonly #rank: number;
  readonly #worldSize: number;
  readonly #identity: StateIdentity;
  readonly #file: ReadableFile;
  readonly #selected: Uint32Array | undefined;

  constructor({ order, cuts, resolved, identity, file, selected, filterReads }: {
    order: RecordOrder;
    cuts: BatchCuts;
    resolved: ResolvedOrder;
    identity: StateIdentity;
    file: ReadableFile;
    selected: Uint32Array | undefined;
    filterReads: number;
  }) {
    this.batchCount = cuts.count / resolved.worldSize;
    this.recordCount = order.length;
    this.filterReads = filterReads;
    this.maxBatchSize = cuts.largest;
    this.#order = order;
    this.#cuts = cuts;
    this.#rank = resolved.rank;
    this.#worldSize = resolved.worldSize;
    this.#identity = identity;
    this.#file = file;
    this.#selected = selected;
  }

  batch(b: number, indices: Uint32Array): number {
    this.#check(b, this.batchCount - 1);
    const number = b * this.#worldSize + this.#rank;
    const records = this.#cuts.size(number);
    if (indices.length < records) throw this.#tooSmall(b, indices.length);
    const order = this.#order;
    let position = this.#cuts.start(number);
    for (let row = 0; row < records; row++) {
      indices[row] = order.at(position);
      position = position + 1 === order.length ? 0 : position + 1;
    }
    return records;
  }

  maxTotal(field: string, rows: RowLengths = {}): number {
    const file = this.#file;
    const fieldIndex = fieldIndexOf(file, field);
    const column = new LengthColumn(file, fieldIndex);
    const rowLength = rowLengthOf(rows);
    const selected = this.#selected;
    if (this.#identity.bucket !== null) {
      const batches = {
        order: this.#order,
        cuts: this.#cuts,
        rank: this.#rank,
        worldSize: this.#worldSize,
      };
      return largestTotal(batches, column, rowLength);
    }
    const longest = selected === undefined
      ? file.entry(fieldIndex).totals.maxLength
      : longestOf(selected, column);
    return this.maxBatchSize * rowLength(longest);
  }

  state(b: number): LoaderState {
    this.#check(b, this.batchCount);
    return { ...this.#identity, consumed: this.#cuts.consumed(b * this.#worldSize) };
  }

  #check(b: number, last: number): void {
    if (Number.isInteger(b) && b >= 0 && b <= last) return;
    throw new UsageError(
      `"${this.#file.name}" has no batch ${b} in this epoch, only 0 to ${last}`,
      {
        code: "no-such-batch",
        file: this.#file.name,
        found: b,
        wanted: `0 to ${last}`,
      },
    );
  }

  #tooSmall(b: number, found: number): UsageError {
    const wanted = this.maxBatchSize;
    return new UsageError(
      `Cannot write the records of batch ${b} of "${this.#file.name}" to an array of ${found}`,
      {
        code: "indices-size",
        file: this.#file.name,
        found,
        wanted,
        hint: `pass an array of at least ${wanted}`,
      },
    );
  }
}

function noBatch(
  file: ReadableFile,
  records: number,
  { batchSize, worldSize }: ResolvedOrder,
): UsageError {
  if (records === 0) {
    return new UsageError(`Cannot plan the batches of "${file.name}": it has no records`, {
      code: "no-records",
      file: file.name,
      found: 0,
    });
  }
  const step = worldSize === 1 ? `a batch of ${batchSize}` : `${worldSize} batches of ${batchSize}`;
  return new UsageError(
    `Cannot plan the batches of "${file.name}": its ${counted(records, "record")} ${
      records === 1 ? "doesn't" : "don't"
    } fill ${step}, and ` +
      'drop is "last"',
    {
      code: "too-few-records",
      file: file.name,
      found: records,
      wanted: (batchSize ?? 1) * worldSize,
      hint: 'use a smaller batchSize, or drop: "none"',
    },
  );
}
