import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { Indices } from "../../container/indices.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { FieldReader, MetadataValue, RecordFault } from "./kind.ts";

/** What a reader needs of the field that generated modules build on. */
export interface DelegateField<Batch extends ExportingBatch, Options extends object, Value> {
  readonly name: string;
  decode(index: number): Value;
  decodeAsync(index: number): Promise<Value>;
  allocateBatch(batchSize: number, options?: Options): Batch;
  decodeBatch(indices: Indices, batch: Batch): void;
  decodeBatchAsync(indices: Indices, batch: Batch): Promise<void>;
  prefetch(indices: Indices): Promise<Disposable | undefined>;
}

/** The same of a field with windows. */
export interface WindowedDelegateField<Batch extends ExportingBatch, Options extends object, Value>
  extends DelegateField<Batch, Options, Value> {
  extent(index: number): ByteRange;
  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number;
  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number>;
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: Batch): void;
  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: Batch,
  ): Promise<void>;
  plan(indices: Indices, batch: Batch): void;
  planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void;
  decodePlanned(batch: Batch): void;
}

/** Reads a field reflectively, through the field that generated modules build on. */
export abstract class DelegatingReader<
  Batch extends ExportingBatch,
  Options extends object,
  Value,
  Field extends DelegateField<Batch, Options, Value> = DelegateField<Batch, Options, Value>,
> implements FieldReader {
  readonly name: string;
  readonly kind: string;
  /** The field. */
  protected readonly field: Field;

  constructor(kind: string, field: Field) {
    this.name = field.name;
    this.kind = kind;
    this.field = field;
  }

  abstract metadata(index: number): Record<string, MetadataValue>;
  abstract extent(index: number): ByteRange | undefined;
  abstract length(index: number): number;
  abstract width(index: number): number;
  abstract declareBatch(
    batchSize: number,
  ): { shape: number[]; dtype: string; byteLength: number };
  abstract fault(index: number): RecordFault;

  decode(index: number): Value {
    return this.field.decode(index);
  }

  decodeAsync(index: number): Promise<Value> {
    return this.field.decodeAsync(index);
  }

  allocateBatch(batchSize: number, options?: Options): Batch {
    return this.field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: Batch): void {
    this.field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: Batch): Promise<void> {
    return this.field.decodeBatchAsync(indices, batch);
  }

  prefetch(indices: Indices): Promise<Disposable | undefined> {
    return this.field.prefetch(indices);
  }
}

/** A {@link DelegatingReader} of a field with windows. */
export abstract class WindowedReader<
  Batch extends ExportingBatch,
  Options extends object,
  Value,
  Field extends WindowedDelegateField<Batch, Options, Value>,
> extends DelegatingReader<Batch, Options, Value, Field> {
  override extent(index: number): ByteRange {
    return this.field.extent(index);
  }

  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number {
    return this.field.decodeWindow(index, start, count, out);
  }

  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number> {
    return this.field.decodeWindowAsync(index, start, count, out);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.field.decodeWindowBatch(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: Batch,
  ): Promise<void> {
    return this.field.decodeWindowBatchAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: Batch): void {
    this.field.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.field.planWindows(indices, starts, count, batch);
  }

  decodePlanned(batch: Batch): void {
    this.field.decodePlanned(batch);
  }
}
