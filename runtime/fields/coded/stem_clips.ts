import { UsageError } from "../../../errors/mod.ts";
import { sampleBytes } from "../../../kernels/mod.ts";
import { type AudioCoding, tracksLayout, type Waveform } from "../../../schema/mod.ts";
import { checkWindow } from "../../batch/check_window.ts";
import type { Indices } from "../../container/indices.ts";
import type { ChosenStems, StemSelection } from "./stems_batch.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import { addTracks } from "./codings/add_tracks.ts";
import { CodedMetadata } from "./codings/coded_metadata.ts";
import type { Coding } from "./codings/coding.ts";
import { codingOf } from "./codings/mod.ts";
import { readWindows } from "./codings/read_windows.ts";
import { TrackReader } from "./codings/track_reader.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { checkDestination } from "./check_destination.ts";
import { formatOf } from "./coded_clips.ts";

/** What a schema says about a field of stems, as far as readers need it. */
export interface StemsFieldOptions<Name extends string = string> {
  /** The coding of each stem. */
  readonly coding: AudioCoding;
  /** The channels of every stem, if the schema fixes them. */
  readonly channels: number | undefined;
  /** The stems, in order. */
  readonly names: readonly Name[];
}

/** The records of a field of stems, whole or a window at a time; `StemsField` adds batches. */
export class StemClips<Samples extends StoredSamples, Name extends string> {
  /** The field's name in the schema. */
  readonly name: string;
  /** The stems, in the order in which they are decoded. */
  readonly names: readonly Name[];
  /** Accessors for the metadata records. */
  readonly metadata: CodedMetadata;
  /** The open file. */
  protected readonly file: AfdFile;
  /**
   * The coding of the stems.
   *
   * @ignore
   */
  protected readonly coding: Coding;
  /**
   * Reads their streams.
   *
   * @ignore
   */
  protected readonly reader: TrackReader;

  /** Created when a dataset is opened. */
  constructor(file: AfdFile, fieldIndex: number, { coding, names }: StemsFieldOptions<Name>) {
    const field = file.ir.fields[fieldIndex]!;
    this.name = field.name;
    this.names = names;
    this.metadata = new CodedMetadata(file, fieldIndex, tracksLayout);
    this.file = file;
    this.coding = codingOf(coding);
    const { metadata } = this;
    const tracksOf = (record: number) => this.#tracksBefore(record, names.length);
    this.reader = new TrackReader(file, { field, metadata, coding: this.coding, tracksOf });
  }

  /** Whether record `index` has the stem named `stem`. */
  hasStem(index: number, stem: Name): boolean {
    return this.metadata.hasTrack(index, this.#numberOf(stem));
  }

  /**
   * Where the payload of record `index` lies: the streams of its stems, and their index.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    return this.reader.extent(index);
  }

  /** Bytes of the record's index, including the padding before it; 0 for PCM. */
  indexBytes(index: number): number {
    return this.reader.indexBytes(index);
  }

  /**
   * Decodes `count` samples of the stems of record `index`, from sample `start` on, to `out`, of
   * shape (stems, count, channels), or their mix, of shape (count, channels). Anything past the end
   * becomes zero, and so do stems that the record doesn't have.
   *
   * @returns how many samples per channel belong to the record.
   * @throws {UsageError} when `out` is too small, or there is no such record or stem.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeWindow(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
    selection: StemSelection<Name> = {},
  ): number {
    const window = this.#planWindow(index, { start, count, out, selection });
    this.reader.locate(window.plan);
    return this.#decodeWindow(window, out);
  }

  /** {@link decodeWindow} for asynchronous storage. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Samples | Float32Array,
    selection: StemSelection<Name> = {},
  ): Promise<number> {
    await this.metadata.prefetch([index]);
    const window = this.#planWindow(index, { start, count, out, selection });
    using _lease = await readWindows(this.file, this.reader, window.plan);
    return this.#decodeWindow(window, out);
  }

  /**
   * Loads whole records, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.metadata.prefetch(indices);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  /** All stems of a record by name. */
  protected decodeStems(index: number): { readonly [N in Name]: Waveform<Samples> | null } {
    this.extent(index);
    const { metadata } = this;
    const [count, channels] = [metadata.numSamples(index), metadata.channels(index)];
    const stems = this.names.map((stem) => {
      if (!this.hasStem(index, stem)) return [stem, null] as const;
      const samples = new sampleArrays[this.coding.dtype](count * channels) as Samples;
      this.decodeWindow(index, 0, count, samples, { stems: [stem] });
      return [stem, { samples, sampleRate: metadata.sampleRate(index), channels }] as const;
    });
    return Object.fromEntries(stems) as { readonly [N in Name]: Waveform<Samples> | null };
  }

  /** The stems of a selection by their numbers. */
  protected choose({ stems = this.names, mix = false }: StemSelection<Name>): ChosenStems {
    return { stems: stems.map((stem) => this.#numberOf(stem)), mix };
  }

  /**
   * Plans a row for each chosen stem of a record, and returns how many samples belong to the
   * record.
   */
  protected planStems(
    plan: WindowPlan,
    first: number,
    { record, start, count, chosen }: {
      record: number;
      start: number;
      count: number;
      chosen: ChosenStems;
    },
  ): number {
    chosen.stems.forEach((stem, row) => {
      const track = this.#tracksBefore(record, stem);
      const isThere = this.metadata.hasTrack(record, stem);
      // A missing stem is planned as well, but with 0 samples, so nothing is read for it.
      this.reader.plan(plan, first + row, { record, track, start, count: isThere ? count : 0 });
      if (!isThere) plan.tracks[first + row] = -1;
    });
    return Math.max(0, Math.min(count, this.metadata.numSamples(record) - start));
  }

  /** How many stems before this number the record has, which is the position of its stream. */
  #tracksBefore(record: number, stem: number): number {
    let count = 0;
    for (let other = 0; other < stem; other++) {
      if (this.metadata.hasTrack(record, other)) count++;
    }
    return count;
  }

  #numberOf(stem: Name): number {
    const number = this.names.indexOf(stem);
    if (number >= 0) return number;
    const names = this.names.join(", ");
    throw new UsageError(`Cannot decode "${stem}": "${this.name}" has no such stem`, {
      code: "no-such-stem",
      file: this.file.name,
      field: this.name,
      found: stem,
      wanted: names,
      hint: `its stems are ${names}`,
    });
  }

  #planWindow(
    record: number,
    { start, count, out, selection }: {
      start: number;
      count: number;
      out: StoredSamples;
      selection: StemSelection<Name>;
    },
  ): { plan: WindowPlan; chosen: ChosenStems; record: number; count: number; kept: number } {
    checkWindow(start, count);
    const chosen = this.choose(selection);
    const channels = this.metadata.channels(record);
    const rows = chosen.mix ? 1 : chosen.stems.length;
    checkDestination(out, { count: rows * count, channels, coding: this.coding });
    const plan = new WindowPlan(chosen.stems.length);
    plan.size = chosen.stems.length;
    const kept = this.planStems(plan, 0, { record, start, count, chosen });
    out.fill(0, 0, rows * count * channels);
    return { plan, chosen, record, count, kept };
  }

  #decodeWindow(
    { plan, chosen, record, count, kept }: {
      plan: WindowPlan;
      chosen: ChosenStems;
      record: number;
      count: number;
      kept: number;
    },
    out: StoredSamples,
  ): number {
    const channels = this.metadata.channels(record);
    const block = Block.over(out as StoredSamples & ArrayBufferView<ArrayBuffer>);
    const format = formatOf(out);
    const sink = { block, offset: 0, channels, format };
    if (chosen.mix) {
      addTracks(this.reader, plan, { first: 0, count: plan.size, frames: kept, sink });
      return kept;
    }
    const rowBytes = count * channels * sampleBytes(format);
    for (let row = 0; row < plan.size; row++) {
      this.reader.decode(plan, row, { ...sink, offset: row * rowBytes });
    }
    return kept;
  }
}
