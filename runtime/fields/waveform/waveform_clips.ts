import type { WaveformDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { TableField } from "../kind/windowed_field.ts";
import { Clip } from "./clip.ts";
import type { AnyWaveformBatch } from "./converted_batch.ts";
import type { WaveformMembers } from "./waveform_metadata.ts";
import { readWindow, windowExtent } from "./waveform_window.ts";

/** What reading needs to know from the schema of a field of PCM. */
export interface WaveformFieldOptions {
  /** The type of its samples. */
  readonly dtype: WaveformDtype;
  /** The channels of every clip, if the schema fixes them. */
  readonly channels: number | undefined;
}

/** The clips of a field of PCM, whole or a window at a time; {@link WaveformField} adds batches. */
export abstract class WaveformClips<Samples extends StoredSamples = StoredSamples>
  extends TableField<AnyWaveformBatch<Samples>, Samples> {
  /** Accessors for the metadata records. */
  abstract readonly metadata: WaveformMembers;
  /** The type of its samples. */
  protected readonly dtype: WaveformDtype;
  /** The channels of every clip, if the schema fixes them. */
  protected readonly channels: number | undefined;
  /** Bytes per sample. */
  protected readonly sampleBytes: number;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number, { dtype, channels }: WaveformFieldOptions) {
    super(file, fieldIndex);
    this.dtype = dtype;
    this.channels = channels;
    this.sampleBytes = dtypeBytes(dtype);
  }

  /**
   * The clip of record `index`, in memory of its own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  override decode(index: number): Clip<Samples> {
    const { length } = this.extent(index);
    const samples = new sampleArrays[this.dtype](length / this.sampleBytes) as Samples;
    this.decodeWindow(index, 0, this.metadata.numSamples(index), samples);
    const sampleRate = this.metadata.sampleRate(index);
    return new Clip(samples, sampleRate, this.channelsOf(index));
  }

  /**
   * Where the samples of record `index` lie in the file.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when that is outside the payload region.
   */
  override extent(index: number): ByteRange {
    const position = this.metadata.dataPtr(index);
    const length = this.metadata.numSamples(index) * this.#frameBytes(index);
    if (!this.file.holds(position, length)) throw this.extentError(index, position, length);
    return { position, length };
  }

  /**
   * Copies `count` samples per channel of record `index`, from sample `start` on, to `out`, of
   * shape (count, channels), and reads nothing else. Anything past the clip's end becomes zero.
   *
   * @returns how many samples per channel belong to the clip.
   * @throws {UsageError} when `out` is too small, or there is no such record.
   */
  override decodeWindow(index: number, start: number, count: number, out: Samples): number {
    const { position } = this.extent(index);
    const samples = this.metadata.numSamples(index);
    const [channels, dtype] = [this.channelsOf(index), this.dtype];
    try {
      return readWindow(this.file, { position, samples, channels, start, count, out, dtype });
    } catch (cause) {
      throw this.decodeError(cause, index);
    }
  }

  /** The channels of a clip. */
  protected channelsOf(index: number): number {
    return this.channels ?? this.metadata.channels(index);
  }

  /** @ignore */
  protected override plannedExtents(batch: AnyWaveformBatch<Samples>): ByteRange[] {
    return batch.extents(this.sampleBytes);
  }

  /** @ignore */
  protected override windowExtents(index: number, start: number, count: number): ByteRange[] {
    const { position } = this.extent(index);
    const samples = this.metadata.numSamples(index);
    const frameBytes = this.#frameBytes(index);
    return [windowExtent({ position, samples, frameBytes, start, count })];
  }

  #frameBytes(index: number): number {
    return this.channelsOf(index) * this.sampleBytes;
  }
}
