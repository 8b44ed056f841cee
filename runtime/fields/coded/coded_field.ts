import { channelsError } from "../waveform/channels_error.ts";
import { CodedBatch } from "./coded_batch.ts";
import type { CodedBatchTypes } from "./coded_batch_types.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import type { Indices } from "../../container/indices.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { CodedBatchOptions } from "../waveform/waveform_options.ts";
import { sampleBytes } from "../../../kernels/mod.ts";
import { readWindows } from "./codings/read_windows.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { AudioCoding } from "../../../schema/mod.ts";
import { CodedClips } from "./coded_clips.ts";

/** What a schema says about a field of coded audio, as far as readers need it. */
export interface CodedFieldOptions {
  /** Its coding. */
  readonly coding: AudioCoding;
  /** The channels of every record, if the schema fixes them. */
  readonly channels: number | undefined;
}

/**
 * A field of coded audio in an open file, with one stream per record. The hot part of reading it is
 * the codec. Nothing else depends on the schema, so generated modules build on this class.
 */
export class CodedField<Samples extends StoredSamples = StoredSamples> extends CodedClips<Samples> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: CodedBatchTypes<Samples>;
  readonly #fieldIndex: number;
  readonly #channels: number | undefined;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number, { coding, channels }: CodedFieldOptions) {
    super(file, fieldIndex, coding);
    this.#fieldIndex = fieldIndex;
    this.#channels = channels;
  }

  /**
   * Memory for batches of up to `batchSize` clips, by default with room for the longest clip. Its
   * shape and bytes are known before anything is read.
   */
  allocateBatch(
    batchSize: number,
    options: CodedBatchOptions & { readonly dtype: "float32" },
  ): CodedBatch<Float32Array>;
  /** The same, in the type that the coding decodes to unless a dtype is given. */
  allocateBatch(batchSize: number, options?: CodedBatchOptions): CodedBatch<Samples>;
  allocateBatch(
    batchSize: number,
    options: CodedBatchOptions = {},
  ): CodedBatch<Samples> | CodedBatch<Float32Array> {
    const { totals } = this.file.entry(this.#fieldIndex);
    return new CodedBatch<Samples>(this.file, options, {
      field: this.name,
      capacity: batchSize,
      coding: this.coding,
      longest: this.longest,
      stored: totals.maxLength,
      channels: this.#channels ?? totals.maxWidth,
    });
  }

  /** The shape, dtype and bytes that a batch will have. */
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const { totals } = this.file.entry(this.#fieldIndex);
    const { dtype } = this.coding;
    const shape = [batchSize, this.longest, this.#channels ?? totals.maxWidth];
    return { shape, dtype, byteLength: shape.reduce((a, b) => a * b, sampleBytes(dtype)) };
  }

  /** The longest clip that batches have room for by default. */
  protected get longest(): number {
    return this.file.entry(this.#fieldIndex).totals.maxLength;
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each clip or its index lies and
   * how much of it is kept, and sets the batch's shape and lengths.
   */
  plan(indices: Indices, batch: CodedBatch): void {
    CodedBatch.checkCoded(batch, this.name, this.coding);
    const { plan, windows } = batch;
    const { lengths, maxLength } = plan;
    batch.begin(indices.length);
    windows.size = indices.length;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const samples = this.metadata.numSamples(record);
      if (samples > maxLength && !plan.crop) {
        throw plan.tooLong({ file: this.file.name, field: this.name, record, length: samples });
      }
      this.#planRow(batch, row, { record, start: 0, count: maxLength });
      longest = Math.max(longest, lengths[row]!);
    }
    batch.end(longest);
  }

  /** The first step of {@link decodeWindowBatch}. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: CodedBatch): void {
    CodedBatch.checkCoded(batch, this.name, this.coding);
    batch.beginWindows(indices, starts, count);
    batch.windows.size = indices.length;
    for (let row = 0; row < indices.length; row++) {
      this.#planRow(batch, row, { record: indices[row]!, start: starts[row]!, count });
    }
  }

  /** The second step, for codings with an index: finds the units that hold what was planned. */
  locate(batch: CodedBatch): void {
    this.reader.locate(batch.windows);
  }

  /**
   * The last step of decoding: decodes what was planned and located to the batch's rows, followed
   * by zeros. The storage must be able to provide the bytes without waiting.
   */
  decodePlanned(batch: CodedBatch): void {
    const { block, dtype, shape, windows } = batch;
    const [rows, samples, channels] = shape;
    const frameBytes = channels * sampleBytes(dtype);
    for (let row = 0; row < rows; row++) {
      const offset = row * samples * frameBytes;
      const end = offset + samples * frameBytes;
      const isNarrow = batch.channels[row]! < channels;
      block.bytes.fill(0, isNarrow ? offset : offset + batch.lengths[row]! * frameBytes, end);
      this.reader.decode(windows, row, { block, offset, channels, format: dtype });
    }
  }

  /**
   * Decodes the clips at `indices` into `batch.data`, and sets `batch.shape` and `batch.lengths`.
   *
   * @throws {UsageError} when there is no such record, or a clip is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when a clip's bytes fail a checksum or are invalid.
   */
  decodeBatch(indices: Indices, batch: CodedBatch<Samples> | CodedBatch<Float32Array>): void {
    this.plan(indices, batch);
    this.locate(batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(
    indices: Indices,
    batch: CodedBatch<Samples> | CodedBatch<Float32Array>,
  ): Promise<void> {
    await this.metadata.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await readWindows(this.file, this.reader, batch.windows);
    this.decodePlanned(batch);
  }

  /**
   * Decodes `count` samples of each clip, the first from sample `starts[0]` of record `indices[0]`
   * on, and little else. `batch.shape` becomes (indices, count, channels). Anything past a clip's
   * end becomes zero, and `batch.lengths` says how many samples belong to the clip.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for that many samples.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeWindowBatch(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: CodedBatch<Samples> | CodedBatch<Float32Array>,
  ): void {
    this.planWindows(indices, starts, count, batch);
    this.locate(batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeWindowBatch} for asynchronous storage. */
  async decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: CodedBatch<Samples> | CodedBatch<Float32Array>,
  ): Promise<void> {
    await this.metadata.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await readWindows(this.file, this.reader, batch.windows);
    this.decodePlanned(batch);
  }

  #planRow(
    batch: CodedBatch,
    row: number,
    { record, start, count }: { record: number; start: number; count: number },
  ): void {
    const channels = this.metadata.channels(record);
    if (channels > batch.shape[2]) {
      throw channelsError({ file: this.file, field: this.name, record, channels });
    }
    this.reader.plan(batch.windows, row, { record, track: 0, start, count });
    batch.plan.indices[row] = record;
    batch.channels[row] = channels;
    batch.plan.lengths[row] = batch.windows.counts[row]!;
  }
}
