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

/** The clips of a field of coded audio, whole or a window at a time; batches are {@link CodedField}'s. */
export class CodedClips<Samples extends StoredSamples = StoredSamples> {
  /** The field's name in the schema. */
  readonly name: string;
  /** Accessors of the metadata records. */
  readonly metadata: CodedMetadata;
  /** The open file. */
  protected readonly file: AfdFile;
  /**
   * How the field is coded.
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
   * Made when a dataset is opened.
   *
   * @param fieldIndex the field's place in the schema.
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
   * @throws {IntegrityError} when its bytes fail a checksum or aren't sound.
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
   * Where the payload of record `index` lies: the stream, and behind it its index.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    return this.reader.extent(index);
  }

  /**
   * Decodes `count` samples from sample `start` of record `index` to `out`, of shape
   * (count, channels). Reads what holds them: of PCM exactly that, of a codec's stream a part of its
   * index and then units, up to a grid step more on each side. What lies past the end becomes zero.
   *
   * @param out of the coding's dtype; of a codec's streams also float32.
   * @returns the samples per channel that are the clip's own.
   * @throws {UsageError} when `out` is too small or of another type, or there is no such record.
   * @throws {IntegrityError} when bytes fail a checksum or aren't sound.
   */
  decodeWindow(index: number, start: number, count: number, out: Samples | Float32Array): number {
    const plan = this.#planWindow(index, { start, count, out });
    if (this.reader.needsIndex(plan)) this.reader.locate(plan);
    return this.#decodeWindow(plan, out);
  }

  /** {@link decodeWindow} for storages that must wait; it brings no more than that reads. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
  ): Promise<number> {
    await this.metadata.prefetch([index]);
    // Not the plan of windows that needn't wait: another call may come meanwhile.
    const plan = this.#planWindow(index, { start, count, out }, new WindowPlan(1));
    using _lease = await readWindows(this.file, this.reader, plan);
    return this.#decodeWindow(plan, out);
  }

  /**
   * Brings whole clips, for storages that must wait; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.metadata.prefetch(indices);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  /** Bytes of the record's index, with the padding before it; 0 for PCM. */
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
    // Here already, as what is read may be waited for.
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
