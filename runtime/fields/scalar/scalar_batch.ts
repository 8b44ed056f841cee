import { type ScalarType, scalarTypes } from "../../../schema/reading.ts";
import { checkOptions } from "../../../errors/check_options.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { BatchRows } from "../../batch/batch_rows.ts";
import type { RowArray } from "../../batch/row_array.ts";
import type { RowsConstructor } from "../../batch/rows.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";

/** The array types of scalar fields. */
export type ScalarArray =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** The array type of each scalar kind; `bool` is 0 or 1. */
export const scalarArrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
  bool: Uint8Array,
} as const;

/** A batch of scalars: one value per record. */
export class ScalarBatch<Values extends ScalarArray = ScalarArray> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"data" | "shape">;
  /** The shape of what was last decoded: (records). */
  readonly shape: [records: number];
  /** Records the batch has room for. */
  readonly capacity: number;
  readonly #rows: BatchRows;
  readonly #data: RowArray<Values>;

  /** Created by a field's `allocateBatch`. */
  constructor(
    Values: RowsConstructor<Values>,
    capacity: number,
    { field, options }: { readonly field: string; readonly options: NoBatchOptions },
  ) {
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known: {} });
    this.#rows = new BatchRows(capacity);
    this.#data = this.#rows.column(Values);
    this.capacity = capacity;
    this.shape = [0];
    this.exports = {
      data: { kind: "rows", dtype: dtypeOf(this.data), each: 1 },
      shape: { kind: "shape" },
    };
  }

  /** One value per record of what was last decoded; for booleans, 1 or 0. */
  get data(): Values {
    return this.#data.shown;
  }

  /**
   * Refuses anything that isn't a batch of the decoding field or of one like it.
   *
   * @param Values the type of the field's values.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of them.
   */
  static check(batch: unknown, field: string, Values: { new (): ScalarArray }): void {
    if (batch instanceof ScalarBatch && batch.data instanceof Values) return;
    throw wrongBatch(batch, { field, wanted: `a batch of ${scalarsOf(new Values())}` });
  }

  /** What it holds, for messages. */
  get of(): string {
    return scalarsOf(this.data);
  }

  /** Begins decoding `count` records. */
  begin(count: number): void {
    this.#rows.begin(count);
    this.shape[0] = count;
  }

  /**
   * Does nothing, because values are ordinary memory; it lets `using` work as with other batches.
   */
  [Symbol.dispose](): void {}
}

function dtypeOf(data: ScalarArray): ScalarType {
  return scalarTypes.find((type) => data instanceof scalarArrays[type])!;
}

function scalarsOf({ constructor }: ScalarArray): string {
  return `scalars in a ${constructor.name}`;
}
