import { counted } from "../../../errors/counted.ts";
import type { UsageError } from "../../../errors/mod.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import type { Indices } from "../../container/indices.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";
import { channelsError } from "./channels_error.ts";
import { type AnyWaveformBatch, ConvertedBatch } from "./converted_batch.ts";
import { spreadRow } from "./spread_channels.ts";
import { type AudioShape, WaveformBatch } from "./waveform_batch.ts";
import type { WaveformBatchTypes } from "./waveform_batch_types.ts";
import { WaveformClips, type WaveformFieldOptions } from "./waveform_clips.ts";
import type { ConvertedBatchOptions, WaveformBatchOptions } from "./waveform_options.ts";

/**
 * A field of PCM in an open file. The hot parts are three loops over the records of a batch, which
 * generated modules write with their schema's constants; everything else is here.
 */
export abstract class WaveformField<Samples extends StoredSamples = StoredSamples>
  extends WaveformClips<Samples> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: WaveformBatchTypes<Samples>;
  readonly #entry: FieldEntry;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number, options: WaveformFieldOptions) {
    super(file, fieldIndex, options);
    this.#entry = file.entry(fieldIndex);
  }

  /**
   * Finds whole clips: fills the indices, positions and lengths of `batch.plan`, and
   * `batch.channels` if the field's clips differ in their channels.
   *
   * @returns how many samples per channel are kept of the longest clip.
   */
  protected abstract planRows(indices: Indices, batch: AnyWaveformBatch<Samples>): number;

  /** Finds windows of `count` samples, as {@link planRows} finds whole clips. */
  protected abstract planWindowRows(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch<Samples>,
  ): void;

  /** Copies the planned clips to their rows, followed by zeros. */
  protected copyRows(batch: WaveformBatch<Samples>): void {
    this.#copyAny(batch);
  }

  /** Memory for batches that are converted and mixed as they are decoded. */
  allocateBatch(
    batchSize: number,
    options: ConvertedBatchOptions & { readonly layout: "mono" },
  ): ConvertedBatch<[records: number, samples: number]>;
  /** Memory for batches that are converted to float32 as they are decoded. */
  allocateBatch(batchSize: number, options: ConvertedBatchOptions): ConvertedBatch;
  /**
   * Memory for batches of up to `batchSize` clips, by default with room for the longest clip. Its
   * shape and bytes are known before anything is read.
   */
  allocateBatch(batchSize: number, options?: WaveformBatchOptions): WaveformBatch<Samples>;
  allocateBatch(
    batchSize: number,
    options: WaveformBatchOptions | ConvertedBatchOptions = {},
  ): AnyWaveformBatch<Samples> {
    const facts = {
      field: this.name,
      capacity: batchSize,
      dtype: this.dtype,
      longest: this.#entry.totals.maxLength,
      channels: this.#rowChannels,
    };
    if ("dtype" in options && options.dtype !== undefined) {
      return new ConvertedBatch<AudioShape>(this.file, options, facts);
    }
    return new WaveformBatch<Samples>(this.file, options, facts);
  }

  /** The shape, dtype and bytes that a batch will have. */
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const shape = [batchSize, this.#entry.totals.maxLength, this.#rowChannels];
    const byteLength = shape.reduce((a, b) => a * b, this.sampleBytes);
    return { shape, dtype: this.dtype, byteLength };
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each clip lies and how much of
   * it is kept, and sets the batch's shape and lengths.
   */
  override plan(indices: Indices, batch: AnyWaveformBatch<Samples>): void {
    this.#check(batch);
    batch.begin(indices.length);
    batch.end(this.planRows(indices, batch));
  }

  /** The first step of {@link decodeWindowBatch}. */
  override planWindows(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch<Samples>,
  ): void {
    this.#check(batch);
    batch.beginWindows(indices, starts, count);
    this.planWindowRows(indices, starts, count, batch);
  }

  /**
   * The last step of decoding: copies the planned clips to their rows, followed by zeros. The
   * storage must be able to provide their bytes without waiting.
   */
  override decodePlanned(batch: AnyWaveformBatch<Samples>): void {
    if (batch instanceof ConvertedBatch) batch.fill(this.file, this.name);
    else if (batch.shape[2] === (this.channels ?? batch.shape[2])) this.copyRows(batch);
    else this.#copyAny(batch);
  }

  /** Copies a clip with fewer channels than its row. */
  protected spreadRow(batch: WaveformBatch<Samples>, row: number): void {
    spreadRow(this.file, batch, row);
  }

  /** The error for a clip with more channels than the directory's maximum. */
  protected channelsError(record: number, channels: number): Error {
    return channelsError({ file: this.file, field: this.name, record, channels });
  }

  /** The error for a clip longer than the batch has room for. */
  protected tooLong(
    record: number,
    length: number,
    { plan }: AnyWaveformBatch<Samples>,
  ): UsageError {
    return plan.tooLong({ file: this.file.name, field: this.name, record, length });
  }

  /** Refuses anything that isn't a batch of such clips. */
  #check(batch: AnyWaveformBatch<Samples>): void {
    WaveformBatch.check(batch, this.name, this.dtype);
    const channels = this.channels;
    if (channels === undefined) return;
    if (channels > batch.widest) {
      const wanted = `a batch of ${this.dtype} waveforms with ${counted(channels, "channel")}`;
      throw wrongBatch(batch, { field: this.name, wanted });
    }
    batch.channels.fill(channels);
  }

  /** Channels of a batch's rows. */
  get #rowChannels(): number {
    return this.channels ?? this.#entry.totals.maxWidth;
  }

  /** {@link copyRows} for clips and rows with any number of channels. */
  #copyAny(batch: WaveformBatch<Samples>): void {
    const { block, channels, shape } = batch;
    const { indices, lengths, positions } = batch.plan;
    const rowFrameBytes = shape[2] * this.sampleBytes;
    const rowBytes = shape[1] * rowFrameBytes;
    let row = 0;
    try {
      for (; row < shape[0]; row++) {
        const offset = row * rowBytes;
        const byteLength = lengths[row]! * rowFrameBytes;
        if (channels[row] === shape[2]) this.file.copy(positions[row]!, byteLength, block, offset);
        else spreadRow(this.file, batch, row);
        block.bytes.fill(0, offset + byteLength, offset + rowBytes);
      }
    } catch (cause) {
      throw this.decodeError(cause, indices[row]!);
    }
  }
}
