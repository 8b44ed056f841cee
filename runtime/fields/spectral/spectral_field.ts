import type { IntegrityError, UsageError } from "../../../errors/mod.ts";
import type { SpectralDtype, Spectrogram } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { ByteRange } from "../../storage/storage.ts";
import {
  featureWindowExtents,
  type FeatureWindowRequest,
  readFeatureWindow,
} from "./feature_window.ts";
import { readFeatures } from "./read_features.ts";
import { SpectralBatch, type SpectralBatchOptions, type SpectralValues } from "./spectral_batch.ts";
import type { SpectralBatchTypes } from "./spectral_batch_types.ts";

/** What readers need to know from a spectral field's options. */
export interface SpectralFieldFacts {
  /** The field's name, for messages. */
  readonly name: string;
  /** Rows of features. */
  readonly bins: number;
  /** The stored type. */
  readonly dtype: SpectralDtype;
  /** Bytes after a record's frames: with `padSeconds`, those of the padding value; otherwise 0. */
  readonly tailBytes: number;
  /** With `padSeconds`: the frames in that many seconds; otherwise 0. */
  readonly padFrames: number;
}

/**
 * Reads a field of features. Generated fields extend it, and write the loops over a batch's records
 * with the schema's constants; the loops here work for any schema.
 */
export class SpectralField<Values extends SpectralValues = SpectralValues> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: SpectralBatchTypes<Values>;
  /** The field's name in the schema. */
  readonly name: string;
  /** The open file. */
  protected readonly file: AfdFile;
  /** The metadata records. */
  protected readonly table: Table<StructPage>;
  /** What reading needs from the field's options. */
  protected readonly facts: SpectralFieldFacts;
  /** The field's index in the schema. */
  protected readonly fieldIndex: number;
  readonly #valueBytes: number;

  /** Created by the open file. */
  constructor(file: AfdFile, fieldIndex: number, facts: SpectralFieldFacts) {
    this.name = facts.name;
    this.file = file;
    this.table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.facts = facts;
    this.fieldIndex = fieldIndex;
    this.#valueBytes = dtypeBytes(facts.dtype);
  }

  /**
   * The features of record `index`, as float32 in memory of their own, shape (bins, frames).
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): Spectrogram {
    const { name, bins, dtype } = this.facts;
    const { position } = this.extent(index);
    const frames = this.#frames(index);
    return readFeatures(this.file, { field: name, record: index, position, bins, frames, dtype });
  }

  /**
   * Where the values of record `index` lie in the file.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    const { words } = this.table.page(index);
    const word = (index & pageMask) * 4;
    const position = uint53Of(words, word);
    const length = this.#byteLength(words[word + 2]!);
    if (!this.file.holds(position, length)) throw this.outside(index, position, length);
    return { position, length };
  }

  /** Memory for batches that are widened to float32 as they are decoded. */
  allocateBatch(
    batchSize: number,
    options: SpectralBatchOptions & { readonly dtype: "float32" },
  ): SpectralBatch<Float32Array>;
  /**
   * Memory for batches of up to `batchSize` records. Its shape and bytes are known before anything
   * is read. float16 is decoded to its bits, unless `dtype` asks for float32.
   */
  allocateBatch(batchSize: number, options?: SpectralBatchOptions): SpectralBatch<Values>;
  allocateBatch(batchSize: number, options: SpectralBatchOptions = {}): SpectralBatch {
    const { name, bins, dtype, padFrames } = this.facts;
    return new SpectralBatch(this.file, options, {
      field: name,
      capacity: batchSize,
      bins,
      storedDtype: dtype,
      longest: this.file.entry(this.fieldIndex).totals.maxLength,
      padFrames,
    });
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each record lies and how much
   * of it is kept, and sets the batch's shape and lengths.
   */
  plan(indices: Indices, batch: SpectralBatch): void {
    this.check(batch);
    batch.begin(indices.length);
    const { firsts, plan: { crop, lengths, maxLength } } = batch;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      const frames = this.#planRow(batch, row, index);
      if (frames > maxLength && !crop) throw this.tooLong(batch, index, frames);
      const kept = frames < maxLength ? frames : maxLength;
      if (kept > longest) longest = kept;
      firsts[row] = 0;
      lengths[row] = kept;
    }
    batch.end(longest);
  }

  /**
   * The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each record
   * lies and how much of its window belongs to the record.
   */
  planWindows(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    this.check(batch);
    batch.beginWindows(indices, starts, count);
    const { firsts, plan: { lengths } } = batch;
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      firsts[row] = first;
      lengths[row] = left < count ? left : count;
    }
  }

  /**
   * The last step of decoding: copies the planned records to their rows, widened and transposed as
   * the batch wants them, and pads them. The storage must be able to provide their bytes without
   * waiting.
   */
  decodePlanned(batch: SpectralBatch): void {
    batch.fill(this.file, this.name);
  }

  /**
   * Decodes the records at `indices` into `batch.data`, and sets `batch.shape` and `batch.lengths`.
   * With a mapped file, it makes no garbage.
   *
   * @throws {UsageError} when there is no such record, or one is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeBatch(indices: Indices, batch: SpectralBatch): void {
    this.plan(indices, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: SpectralBatch): Promise<void> {
    await this.table.prefetch(indices);
    this.plan(indices, batch);
    await this.#decodeBrought(batch);
  }

  /**
   * Decodes `count` frames of each record, the first from frame `starts[0]` of record `indices[0]`
   * on, and reads nothing else. `batch.shape` becomes (indices, bins, count) or (indices, count,
   * bins). Anything past a record's end is padding, and `batch.lengths` says how many frames belong
   * to the record. With a mapped file, it makes no garbage.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for that many frames.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeWindowBatch} for asynchronous storage. */
  async decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: SpectralBatch,
  ): Promise<void> {
    await this.table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    await this.#decodeBrought(batch);
  }

  /**
   * Decodes `count` frames of record `index`, from frame `start` on, to `out`, of shape (bins,
   * count), and reads nothing else. `out` takes float32, or float16 as its bits. Anything past the
   * record's end is padding.
   *
   * @returns how many frames belong to the record.
   * @throws {UsageError} when `out` is too small, or there is no such record.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  decodeWindow(index: number, start: number, count: number, out: Values | Float32Array): number {
    return readFeatureWindow(this.file, this.#window(index, start, count), out);
  }

  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Values | Float32Array,
  ): Promise<number> {
    await this.table.prefetch([index]);
    const extents = featureWindowExtents(this.#window(index, start, count));
    using _lease = await this.file.prefetch(extents);
    return this.decodeWindow(index, start, count, out);
  }

  /**
   * Loads whole records, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.table.prefetch(indices);
    const extents = Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!));
    return await this.file.prefetch(extents);
  }

  /**
   * Refuses anything that isn't a batch of such features.
   *
   * @throws {UsageError} `"wrong-batch"` unless it is one.
   */
  protected check(batch: unknown): void {
    const { name, bins, dtype } = this.facts;
    SpectralBatch.check(batch, name, bins, dtype);
  }

  /** The error for a record that is longer than the batch has room for. */
  protected tooLong(batch: SpectralBatch, record: number, frames: number): UsageError {
    return batch.plan.tooLong({ file: this.file.name, field: this.name, record, length: frames });
  }

  /** The error for a record whose values would lie outside the payload region. */
  protected outside(record: number, position: number, length: number): IntegrityError {
    return this.file.extentError({ field: this.name, record, position, length });
  }

  async #decodeBrought(batch: SpectralBatch): Promise<void> {
    using _lease = await this.file.prefetch(batch.extents(this.#valueBytes, this.facts.tailBytes));
    this.decodePlanned(batch);
  }

  #window(index: number, start: number, count: number): FeatureWindowRequest {
    const { name, bins, dtype, tailBytes } = this.facts;
    const { position } = this.extent(index);
    const frames = this.#frames(index);
    return { field: name, record: index, position, bins, frames, dtype, tailBytes, start, count };
  }

  #frames(index: number): number {
    return this.table.page(index).words[(index & pageMask) * 4 + 2]!;
  }

  /** Plans a record's row from the metadata, and returns its frames. */
  #planRow({ plan, stored }: SpectralBatch, row: number, index: number): number {
    const { words } = this.table.page(index);
    const word = (index & pageMask) * 4;
    const position = uint53Of(words, word);
    const frames = words[word + 2]!;
    const length = this.#byteLength(frames);
    if (!this.file.holds(position, length)) throw this.outside(index, position, length);
    plan.indices[row] = index;
    plan.positions[row] = position;
    stored[row] = frames;
    return frames;
  }

  #byteLength(frames: number): number {
    return frames * this.facts.bins * this.#valueBytes + this.facts.tailBytes;
  }
}
