import type { Waveform, WaveformDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { readError } from "../../batch/read_error.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { StructPage, Table } from "../../container/table.ts";
import type { ByteRange } from "../../storage/storage.ts";
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
export abstract class WaveformClips<Samples extends StoredSamples = StoredSamples> {
  /** The field's name in the schema. */
  readonly name: string;
  /** Accessors for the metadata records. */
  abstract readonly metadata: WaveformMembers;
  /** The open file. */
  protected readonly file: AfdFile;
  /** The metadata records. */
  protected readonly table: Table<StructPage>;
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
    this.name = file.ir.fields[fieldIndex]?.name ?? "";
    this.file = file;
    this.table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
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
  decode(index: number): Waveform<Samples> {
    const { length } = this.extent(index);
    const samples = new sampleArrays[this.dtype](length / this.sampleBytes) as Samples;
    this.decodeWindow(index, 0, this.metadata.numSamples(index), samples);
    const sampleRate = this.metadata.sampleRate(index);
    return { samples, sampleRate, channels: this.channelsOf(index) };
  }

  /**
   * Where the samples of record `index` lie in the file.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
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
  decodeWindow(index: number, start: number, count: number, out: Samples): number {
    const { position } = this.extent(index);
    const samples = this.metadata.numSamples(index);
    const [channels, dtype] = [this.channelsOf(index), this.dtype];
    try {
      return readWindow(this.file, { position, samples, channels, start, count, out, dtype });
    } catch (cause) {
      throw this.decodeError(cause, index);
    }
  }

  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Samples,
  ): Promise<number> {
    await this.table.prefetch([index]);
    const { position } = this.extent(index);
    const samples = this.metadata.numSamples(index);
    const frameBytes = this.#frameBytes(index);
    const extent = windowExtent({ position, samples, frameBytes, start, count });
    using _lease = await this.file.prefetch([extent]);
    return this.decodeWindow(index, start, count, out);
  }

  /**
   * Loads whole clips, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.table.prefetch(indices);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  /** The channels of a clip. */
  protected channelsOf(index: number): number {
    return this.channels ?? this.metadata.channels(index);
  }

  /** The error for a clip that lies outside the payload region. */
  protected extentError(record: number, position: number, length: number): Error {
    return this.file.extentError({ field: this.name, record, position, length });
  }

  /** Adds the field and record to a checksum error; returns other errors unchanged. */
  protected decodeError(cause: unknown, record: number): unknown {
    return readError(cause, { field: this.name, record });
  }

  #frameBytes(index: number): number {
    return this.channelsOf(index) * this.sampleBytes;
  }
}
