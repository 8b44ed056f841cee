import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { Table } from "../../container/table.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import { type ScalarArray, ScalarBatch } from "./scalar_batch.ts";

/** What tables and batches of scalars need of a typed array's constructor. */
export interface ScalarArrayConstructor<Values extends ScalarArray> {
  /** Bytes per value. */
  readonly BYTES_PER_ELEMENT: number;
  /** Makes an array of zeros. */
  new (length?: number): Values;
  /** Makes a view of the values in a buffer. */
  new (buffer: ArrayBuffer, byteOffset: number, length: number): Values;
}

/**
 * A field of scalars in an open file. Generated modules add the code that reads one value and the
 * loop over a batch, for the type of their values; the reflective reader adds the same for any
 * type.
 */
export abstract class ScalarField<Values extends ScalarArray = ScalarArray> {
  /** The field's name in the schema. */
  readonly name: string;
  /** The metadata records: the values themselves. */
  protected readonly table: Table<Values>;
  readonly #Values: ScalarArrayConstructor<Values>;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   * @param Values the type of its values.
   */
  constructor(file: AfdFile, fieldIndex: number, Values: ScalarArrayConstructor<Values>) {
    this.name = file.ir.fields[fieldIndex]?.name ?? "";
    this.table = new Table(
      file,
      fieldIndex,
      ({ buffer, byteOffset, byteLength }) =>
        new Values(buffer, byteOffset, byteLength / Values.BYTES_PER_ELEMENT),
    );
    this.#Values = Values;
  }

  /** The value of record `index`. */
  abstract decode(index: number): number | bigint | boolean;

  /** {@link decode} for asynchronous storage. */
  async decodeAsync(index: number): Promise<ReturnType<this["decode"]>> {
    await this.prefetch([index]);
    return this.decode(index) as ReturnType<this["decode"]>;
  }

  /**
   * Fills `batch.data` with the values of the records at `indices`; for booleans, 1 or 0.
   * Subclasses implement the whole method: with the loop in a method of its own, it took a tenth
   * longer.
   */
  abstract decodeBatch(indices: Indices, batch: ScalarBatch<Values>): void;

  /** Memory for batches of up to `batchSize` records; there are no options. */
  allocateBatch(batchSize: number, options: NoBatchOptions = {}): ScalarBatch<Values> {
    return new ScalarBatch(this.#Values, batchSize, { field: this.name, options });
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: ScalarBatch<Values>): Promise<void> {
    await this.table.prefetch(indices);
    this.decodeBatch(indices, batch);
  }

  /** Loads what is needed to decode these records, for asynchronous storage. */
  prefetch(indices: Indices): Promise<undefined> {
    return this.table.prefetch(indices);
  }

  /** Begins a batch of these records, and returns the array that their values go into. */
  protected begin(indices: Indices, batch: ScalarBatch<Values>): Values {
    ScalarBatch.check(batch, this.name, this.#Values);
    batch.begin(indices.length);
    return batch.data;
  }
}
