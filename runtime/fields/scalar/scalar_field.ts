import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { Table } from "../../container/table.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import { type ScalarArray, ScalarBatch } from "./scalar_batch.ts";

/** A typed array's constructor, as far as tables and batches of scalars need it. */
export interface ScalarArrayConstructor<Values extends ScalarArray> {
  /** Bytes of a value. */
  readonly BYTES_PER_ELEMENT: number;
  /** Zeros. */
  new (length?: number): Values;
  /** Values that lie in a buffer. */
  new (buffer: ArrayBuffer, byteOffset: number, length: number): Values;
}

/**
 * A field of scalars of an open file. Generated modules add what reads a value and the loop over a
 * batch, with the type of the values; the reflective reader has the same for any type.
 */
export abstract class ScalarField<Values extends ScalarArray = ScalarArray> {
  /** The field's name in the schema. */
  readonly name: string;
  /** The metadata records: the values themselves. */
  protected readonly table: Table<Values>;
  readonly #Values: ScalarArrayConstructor<Values>;

  /**
   * Made when a dataset is opened.
   *
   * @param fieldIndex the field's place in the schema.
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

  /**
   * Fills `batch.data` with the values of the records at `indices`; of booleans 1 or 0.
   * Subclasses have the whole method: a loop in a method of its own took a tenth longer.
   */
  abstract decodeBatch(indices: Indices, batch: ScalarBatch<Values>): void;

  /** Memory for batches of up to `batchSize` records; there are no options. */
  allocateBatch(batchSize: number, options: NoBatchOptions = {}): ScalarBatch<Values> {
    return new ScalarBatch(this.#Values, batchSize, { field: this.name, options });
  }

  /** {@link decodeBatch} for storages that must wait. */
  async decodeBatchAsync(indices: Indices, batch: ScalarBatch<Values>): Promise<void> {
    await this.table.prefetch(indices);
    this.decodeBatch(indices, batch);
  }

  /** Brings what decoding these records takes, for storages that must wait. */
  prefetch(indices: Indices): Promise<undefined> {
    return this.table.prefetch(indices);
  }

  /** Begins a batch of as many records, and returns where their values go. */
  protected begin(indices: Indices, batch: ScalarBatch<Values>): Values {
    ScalarBatch.check(batch, this.name, this.#Values);
    batch.begin(indices.length);
    return batch.data;
  }
}
