import { withKernels } from "../../../kernels/with_kernels.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { StructPage, Table } from "../../container/table.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { PayloadField } from "./payload_field.ts";

/**
 * A field whose records are decoded whole or a window at a time. A batch is planned from the metadata
 * alone, and then decoded; between the two, asynchronous storage loads what was planned.
 */
export abstract class WindowedField<Batch extends object> extends PayloadField {
  /**
   * The first step of decoding: finds, from the metadata alone, where each record lies and how much
   * of it is kept, and sets the batch's shape and lengths.
   */
  abstract plan(indices: Indices, batch: Batch): void;

  /**
   * The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each window
   * lies and how much of it belongs to the record.
   */
  abstract planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void;

  /**
   * The last step of decoding: decodes what was planned to the batch's rows, and pads them. The
   * storage must be able to provide the bytes without waiting.
   */
  abstract decodePlanned(batch: Batch): void;

  /**
   * Does what decoding needs after a plan; for most fields nothing.
   *
   * @ignore
   */
  protected prepare(_batch: Batch): void {}

  /**
   * Loads what was planned and prepares it, for asynchronous storage.
   *
   * @ignore
   */
  protected abstract prefetchPlanned(batch: Batch): Promise<Disposable | undefined>;

  /**
   * Decodes the records at `indices` into `batch.data`, and sets `batch.shape` and `batch.lengths`.
   * With a mapped file, PCM, features, tokens and pitch make no garbage.
   *
   * @throws {UsageError} when there is no such record, or one is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when a record's bytes fail a checksum or are invalid.
   */
  decodeBatch(indices: Indices, batch: Batch): void {
    this.plan(indices, batch);
    this.prepare(batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: Batch): Promise<void> {
    await this.prefetchMetadata(indices);
    this.plan(indices, batch);
    using _lease = await this.prefetchPlanned(batch);
    await withKernels(() => this.decodePlanned(batch));
  }

  /**
   * Decodes `count` samples or frames of each record, the first from `starts[0]` of record
   * `indices[0]` on, and reads as little else as the coding allows. Anything past a record's end is
   * padding, and `batch.lengths` says how much belongs to the record. With a mapped file, PCM,
   * features, tokens and pitch make no garbage.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for windows of that length.
   * @throws {IntegrityError} when a record's bytes fail a checksum or are invalid.
   */
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.planWindows(indices, starts, count, batch);
    this.prepare(batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeWindowBatch} for asynchronous storage. */
  async decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: Batch,
  ): Promise<void> {
    await this.prefetchMetadata(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.prefetchPlanned(batch);
    await withKernels(() => this.decodePlanned(batch));
  }
}

/**
 * A {@link WindowedField} whose metadata alone says where the bytes of a window lie. `Out` is what a
 * single window is decoded to.
 */
export abstract class TableField<Batch extends object, Out> extends WindowedField<Batch> {
  /** The metadata records. */
  protected readonly table: Table<StructPage>;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    super(file, fieldIndex);
    this.table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
  }

  /**
   * Where the bytes lie that were planned.
   *
   * @ignore
   */
  protected abstract plannedExtents(batch: Batch): ByteRange[];

  /**
   * Where the bytes of a window lie.
   *
   * @throws {UsageError} when the window is invalid.
   * @ignore
   */
  protected abstract windowExtents(index: number, start: number, count: number): ByteRange[];

  /**
   * Decodes `count` samples or frames of record `index`, from `start` on, to `out`, and reads nothing
   * else. Anything past the record's end is padding.
   *
   * @returns how many of them belong to the record.
   */
  abstract decodeWindow(index: number, start: number, count: number, out: Out): number;

  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Out,
  ): Promise<number> {
    await this.table.prefetch([index]);
    using _lease = await this.file.prefetch(this.windowExtents(index, start, count));
    return await withKernels(() => this.decodeWindow(index, start, count, out));
  }

  /** @ignore */
  protected override prefetchMetadata(indices: Indices): Promise<undefined> {
    return this.table.prefetch(indices);
  }

  /** @ignore */
  protected override prefetchPlanned(batch: Batch): Promise<Disposable | undefined> {
    return this.file.prefetch(this.plannedExtents(batch));
  }
}
