import { checkWindow } from "../../batch/check_window.ts";
import type { Indices } from "../../container/indices.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import { CodedMetadata } from "./codings/coded_metadata.ts";
import type { Coding } from "./codings/coding.ts";
import { codingOf } from "./codings/mod.ts";
import { readWindows } from "./codings/read_windows.ts";
import { TrackReader } from "./codings/track_reader.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { type AudioCoding, codedLayout, type Waveform } from "../../../schema/mod.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { checkDestination } from "./check_destination.ts";

/**
 * The clips of a field of coded audio, whole or a window at a time; {@link CodedField} adds
 * batches.
 */
export class CodedClips<Samples extends StoredSamples = StoredSamples> {
  /** The field's name in the schema. */
  readonly name: string;
  /** Accessors for the metadata records. */
  readonly metadata: CodedMetadata;
  /** The open file. */
  protected readonly file: AfdFile;
  /**
   * The field's coding.
   *
   * @ignore
   */
  protected readonly coding: Coding;
  /**
   * Reads its streams.
   *
   * @ignore
   */
  protected readonly reader: TrackReader;
  readonly #single = new WindowPlan(1);

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number, coding: AudioCoding) {
    const field = file.ir.fields[fieldIndex]!;
    this.name = field.name;
    this.metadata = new CodedMetadata(file, fieldIndex, codedLayout);
    this.file = file;
    this.coding = codingOf(coding);
    const { metadata } = this;
    const tracksOf = () => 1;
    this.reader = new TrackReader(file, { field, metadata, coding: this.coding, tracksOf });
  }

  /**
   * The clip of record `index`, in memory of its own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail a checksum or are invalid.
   */
  decode(index: number): Waveform<Samples> {
    this.extent(index);
    const { metadata } = this;
    const [count, channels] = [metadata.numSamples(index), metadata.channels(index)];
    const samples = new sampleArrays[this.coding.dtype](count * channels) as Samples;
    this.decodeWindow(index, 0, count, samples);
    return { samples, sampleRate: metadata.sampleRate(index), channels };
  }

  /**
   * Where the payload of record `index` lies: the stream, followed by its index.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    return this.reader.extent(index);
  }

  /**
   * Decodes `count` samples per channel of record `index`, from sample `start` on, to `out`, of
   * shape (count, channels). For PCM, it reads exactly these samples; for a codec's stream, it
   * reads part of the index and then the units that hold them, with up to one grid step more on
   * each side. Anything past the end becomes zero.
   *
   * @param out an array of the coding's dtype, or float32 for a codec's stream.
   * @returns how many samples per channel belong to the clip.
   * @throws {UsageError} when `out` is too small or of the wrong type, or there is no such record.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeWindow(index: number, start: number, count: number, out: Samples | Float32Array): number {
    const plan = this.#planWindow(index, { start, count, out });
    if (this.reader.needsIndex(plan)) this.reader.locate(plan);
    return this.#decodeWindow(plan, out);
  }

  /**
   * {@link decodeWindow} for asynchronous storage; it loads no more than {@link decodeWindow}
   * reads.
   */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
  ): Promise<number> {
    await this.metadata.prefetch([index]);
    // Not the plan that synchronous calls share, because another call may come while this one
    // waits.
    const plan = this.#planWindow(index, { start, count, out }, new WindowPlan(1));
    using _lease = await readWindows(this.file, this.reader, plan);
    return this.#decodeWindow(plan, out);
  }

  /**
   * Loads whole clips, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.metadata.prefetch(indices);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  /** Bytes of the record's index, including the padding before it; 0 for PCM. */
  indexBytes(index: number): number {
    return this.reader.indexBytes(index);
  }

  #planWindow(
    record: number,
    { start, count, out }: { start: number; count: number; out: StoredSamples },
    plan = this.#single,
  ): WindowPlan {
    checkWindow(start, count);
    const channels = this.metadata.channels(record);
    checkDestination(out, { count, channels, coding: this.coding });
    plan.size = 1;
    this.reader.plan(plan, 0, { record, track: 0, start, count });
    // Done before any reading, which may have to wait.
    out.fill(0, plan.counts[0]! * channels, count * channels);
    return plan;
  }

  #decodeWindow(plan: WindowPlan, out: StoredSamples): number {
    const channels = this.metadata.channels(plan.records[0]!);
    const block = Block.over(out as StoredSamples & ArrayBufferView<ArrayBuffer>);
    const format = formatOf(out);
    this.reader.decode(plan, 0, { block, offset: 0, channels, format });
    return plan.counts[0]!;
  }
}

/** The format of an array of samples. */
export function formatOf(out: StoredSamples): "int16" | "int32" | "float32" {
  if (out instanceof Int16Array) return "int16";
  return out instanceof Int32Array ? "int32" : "float32";
}
