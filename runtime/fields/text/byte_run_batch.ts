import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { BatchRows } from "../../batch/batch_rows.ts";
import type { RowArray } from "../../batch/row_array.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/**
 * A batch of texts or byte runs. The bytes of all records lie one after another in one block.
 * `values` are strings for text; for bytes, they are views that the next decoding overwrites.
 */
export class ByteRunBatch<Value extends string | Uint8Array> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"values" | "lengths" | "shape"> = {
    values: { kind: "values" },
    lengths: { kind: "rows", dtype: "uint32", each: 1 },
    shape: { kind: "shape" },
  };
  /** One value per record of what was last decoded. */
  readonly values: Value[] = [];
  /** The shape of what was last decoded: (records). */
  readonly shape: [records: number];
  /** The plan: where each record's bytes begin in the file. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** Records the batch has room for. */
  readonly capacity: number;
  readonly #rows: BatchRows;
  readonly #lengths: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #file: AfdFile;
  #block: Block;

  /** Created by a field's `allocateBatch`, for up to `capacity` records. */
  constructor(file: AfdFile, capacity: number) {
    this.#file = file;
    const rows = new BatchRows(capacity);
    this.#rows = rows;
    this.capacity = capacity;
    this.#lengths = rows.column(Uint32Array);
    this.positions = rows.column(Float64Array).shown;
    this.shape = [0];
    this.#block = file.storage.allocate(0);
  }

  /** Bytes of each record. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.#lengths.shown;
  }

  /**
   * Refuses anything that isn't such a batch.
   *
   * @throws {UsageError} `"wrong-batch"`.
   */
  static check(batch: unknown, field: string): void {
    if (batch instanceof ByteRunBatch) return;
    throw wrongBatch(batch, { field, wanted: "a batch of texts or byte runs" });
  }

  /** What it holds, for messages. */
  get of(): string {
    return "texts or byte runs";
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    this.#rows.begin(count);
    this.shape[0] = count;
    this.values.length = count;
  }

  /**
   * The block, made large enough for `byteLength` bytes.
   *
   * @throws {UsageError} `"batch-too-large"` when there isn't enough memory.
   */
  blockFor(byteLength: number): Block {
    if (this.#block.bytes.length < byteLength) {
      this.#block[Symbol.dispose]();
      try {
        this.#block = this.#file.storage.allocate(byteLength);
      } catch (cause) {
        throw tooLarge(this.shape[0], byteLength, cause);
      }
    }
    return this.#block;
  }

  /** Frees the memory; views in {@link values} are invalid from then on, but strings stay valid. */
  [Symbol.dispose](): void {
    if (this.#rows.dispose()) this.#block[Symbol.dispose]();
  }
}

function tooLarge(records: number, byteLength: number, cause: unknown): UsageError {
  return new UsageError(
    `Cannot decode ${counted(records, "record")} at once: by their metadata they have ${
      counted(byteLength, "byte")
    } in ` +
      "total, and there isn't enough memory",
    { code: "batch-too-large", found: byteLength, hint: "decode fewer records at once", cause },
  );
}
