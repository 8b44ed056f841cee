import { UsageError } from "../../errors/mod.ts";
import { allocateRows, type RowsConstructor } from "./rows.ts";
import { wrongBatch } from "./wrong_batch.ts";

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
  /** One value per record; elements past `shape[0]` are left over. */
  readonly data: Values;
  /** (records) of what was last decoded. */
  readonly shape: [records: number];

  /** Made by a field's `allocateBatch`. */
  constructor(Values: RowsConstructor<Values>, capacity: number) {
    this.data = allocateRows(Values, capacity);
    this.shape = [0];
  }

  /**
   * Refuses what isn't a batch of the field that decodes into it, or of one alike.
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
    if (count > this.data.length) {
      throw new UsageError(
        `Cannot decode ${count} records into a batch for ${this.data.length}`,
        { code: "batch-too-small", found: count, wanted: this.data.length },
      );
    }
    this.shape[0] = count;
  }

  /** There for `using`, as other batches have it: values are ordinary memory. */
  [Symbol.dispose](): void {}
}

function scalarsOf({ constructor }: ScalarArray): string {
  return `scalars in a ${constructor.name}`;
}
