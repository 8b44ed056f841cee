import { checkOptions } from "../../../errors/check_options.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { BatchRows } from "../../batch/batch_rows.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { RowArray } from "../../batch/row_array.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";
import type { Categories } from "./categories.ts";

/** A batch of categories: a number per record, and its string for those who ask for it. */
export class CategoryBatch implements Disposable {
  /** What loaders show of it. */
  readonly exports: BatchExports<"data" | "shape" | "values" | "categories"> = {
    data: { kind: "rows", dtype: "uint32", each: 1 },
    shape: { kind: "shape" },
    values: { kind: "lazy" },
    categories: { kind: "lazy" },
  };
  /** (records) of what was last decoded. */
  readonly shape: [records: number];
  /** Records the batch has room for. */
  readonly capacity: number;
  readonly #rows: BatchRows;
  readonly #data: RowArray<Uint32Array<ArrayBuffer>>;
  /** Those of the field that decoded last. */
  #categories: Categories;
  readonly #values: string[] = [];
  /** Whether the strings are those of what was last decoded. */
  #hasValues = false;

  /** Made by a field's `allocateBatch`. */
  constructor(
    categories: Categories,
    capacity: number,
    { field, options }: { readonly field: string; readonly options: NoBatchOptions },
  ) {
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known: {} });
    this.#rows = new BatchRows(capacity);
    this.#data = this.#rows.column(Uint32Array);
    this.#categories = categories;
    this.capacity = capacity;
    this.shape = [0];
  }

  /** The number of each record's category, shape (records). */
  get data(): Uint32Array<ArrayBuffer> {
    return this.#data.shown;
  }

  /**
   * The string of each record's category, shape (records). The list is filled when it is asked for,
   * and is the same one for what is decoded next.
   *
   * @throws {IntegrityError} when the strings fail their checksum, or aren't sound.
   * @throws {UsageError} when the file was closed before any of them was asked for.
   */
  get values(): string[] {
    if (!this.#hasValues) {
      stringsOf(this, this.#categories, this.#values);
      this.#hasValues = true;
    }
    return this.#values;
  }

  /**
   * All strings, by the numbers in {@link data}; frozen, and the same for all batches of a field.
   *
   * @throws what {@link values} throws.
   */
  get categories(): readonly string[] {
    return this.#categories.strings;
  }

  /**
   * Refuses what isn't such a batch.
   *
   * @throws {UsageError} `"wrong-batch"`.
   */
  static check(batch: unknown, field: string): void {
    if (batch instanceof CategoryBatch) return;
    throw wrongBatch(batch, { field, wanted: "a batch of categories" });
  }

  /** What it holds, for messages. */
  get of(): string {
    return "categories";
  }

  /** Begins decoding `count` records of the field that has these categories. */
  begin(count: number, categories: Categories): void {
    this.#rows.begin(count);
    this.shape[0] = count;
    this.#categories = categories;
    this.#hasValues = false;
  }

  /** There for `using`, as other batches have it: numbers are ordinary memory. */
  [Symbol.dispose](): void {}
}

/** Numbers of categories, as batches and what loaders show of them have them. */
export interface CategoryNumbers {
  /** The number of each record's category. */
  readonly data: Uint32Array;
  /** (records) */
  readonly shape: readonly number[];
}

/** Fills `into` with the strings of a batch. */
export function stringsOf(
  { data, shape }: CategoryNumbers,
  categories: Categories,
  into: string[],
): void {
  const records = shape[0] ?? 0;
  into.length = records;
  for (let row = 0; row < records; row++) into[row] = categories.string(data[row]!);
}
