import { UsageError } from "../../../errors/mod.ts";
import { sampleBytes } from "../../../kernels/sample_format.ts";
import { Clip, type StemClips } from "../waveform/clip.ts";
import { tracksLayout } from "../../../schema/reading.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import { checkSamples } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import { formatOf, sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { StemsBatchTypes } from "./coded_batch_types.ts";
import { addTracks } from "./codings/add_tracks.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import {
  type ChosenStems,
  StemsBatch,
  type StemsBatchOptions,
  type StemSelection,
} from "./stems_batch.ts";
import {
  type CodedFieldOptions,
  type SampleSpan,
  type SingleWindow,
  TrackField,
} from "./track_field.ts";

/** What a schema says about a field of stems, as far as readers need it. */
export interface StemsFieldOptions<Name extends string = string> extends CodedFieldOptions {
  /** The stems, in order. */
  readonly names: readonly Name[];
}

/**
 * A field of stems in an open file: named tracks of one recording, any of which may be missing. All
 * stems of a record are aligned, and have the same length and channels. Batches have the shape
 * (records, stems, samples, channels), and `batch.present` says which stems a record has.
 */
export class StemsField<
  Samples extends StoredSamples = StoredSamples,
  Name extends string = string,
> extends TrackField<
  StemsBatch<Samples> | StemsBatch<Float32Array>,
  Samples,
  StemSelection<Name>
> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: StemsBatchTypes<Samples, Name>;
  /** The stems, in the order in which they are decoded. */
  readonly names: readonly Name[];

  /** Created when a dataset is opened. */
  constructor(file: AfdFile, fieldIndex: number, options: StemsFieldOptions<Name>) {
    super(file, fieldIndex, { ...options, layout: tracksLayout });
    this.names = options.names;
  }

  /** Whether record `index` has the stem named `stem`. */
  hasStem(index: number, stem: Name): boolean {
    return this.metadata.hasTrack(index, this.#numberOf(stem));
  }

  /** All stems of record `index` by name, in memory of their own; `null` for missing ones. */
  override decode(index: number): { readonly [N in Name]: Clip<Samples> | null } {
    this.extent(index);
    const { metadata } = this;
    const [count, channels] = [metadata.numSamples(index), metadata.channels(index)];
    const stems = this.names.map((stem) => {
      if (!this.hasStem(index, stem)) return [stem, null] as const;
      const samples = new sampleArrays[this.coding.dtype](count * channels) as Samples;
      this.decodeWindow(index, 0, count, samples, { stems: [stem] });
      return [stem, new Clip(samples, metadata.sampleRate(index), channels)] as const;
    });
    return Object.fromEntries(stems) as StemClips<Samples, Name>;
  }

  /**
   * Memory for batches of up to `batchSize` records, by default for all stems, with room for the
   * longest record. Its shape and bytes are known before anything is read.
   *
   * @throws {UsageError} when there is no such stem.
   */
  allocateBatch(
    batchSize: number,
    options: StemsBatchOptions<Name> & { readonly dtype: "float32" },
  ): StemsBatch<Float32Array>;
  /** The same, in the type that the coding decodes to unless a dtype is given. */
  allocateBatch(batchSize: number, options?: StemsBatchOptions<Name>): StemsBatch<Samples>;
  allocateBatch(
    batchSize: number,
    options: StemsBatchOptions<Name> = {},
  ): StemsBatch<Samples> | StemsBatch<Float32Array> {
    return new StemsBatch<Samples>(this.file, options, {
      field: this.name,
      capacity: batchSize,
      coding: this.coding,
      longest: this.entry.totals.maxLength,
      channels: this.rowChannels,
      chosen: this.#choose(options),
    });
  }

  /** The shape, dtype and bytes that a batch of all stems will have. */
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const { dtype } = this.coding;
    const shape = [batchSize, this.names.length, this.entry.totals.maxLength, this.rowChannels];
    return { shape, dtype, byteLength: shape.reduce((a, b) => a * b, sampleBytes(dtype)) };
  }

  /**
   * The last step: decodes what was planned and located, with zeros after it and for missing stems.
   */
  override decodePlanned(batch: StemsBatch): void {
    const { chosen, rows, shape, windows } = batch;
    const [records, stems, samples, channels] = shape;
    const { block, dtype: format } = rows;
    const rowBytes = samples * channels * sampleBytes(format);
    for (let record = 0; record < records; record++) {
      const offset = record * stems * rowBytes;
      block.bytes.fill(0, offset, offset + stems * rowBytes);
      const first = record * chosen.stems.length;
      if (chosen.mix) {
        const frames = batch.lengths[record]!;
        const sink = { block, offset, channels, format };
        addTracks(this.reader, windows, { first, count: chosen.stems.length, frames, sink });
        continue;
      }
      for (let stem = 0; stem < stems; stem++) {
        if (windows.tracks[first + stem]! < 0) continue;
        const sink = { block, offset: offset + stem * rowBytes, channels, format };
        this.reader.decode(windows, first + stem, sink);
      }
    }
  }

  /** @ignore */
  protected override tracksOf(record: number): number {
    return this.#tracksBefore(record, this.names.length);
  }

  /** @ignore */
  protected override check(batch: unknown): void {
    StemsBatch.check(batch, this.name, this.names.length, this.coding);
  }

  /** @ignore */
  protected override planRow(batch: StemsBatch, row: number, span: SampleSpan): number {
    if (batch.chosen.stems.length === 0) {
      throw new UsageError("Cannot decode a batch without stems", { code: "no-such-stem" });
    }
    const first = row * batch.chosen.stems.length;
    const kept = this.#planStems(batch.windows, first, { ...span, chosen: batch.chosen });
    batch.chosen.stems.forEach((_, stem) => {
      batch.present[first + stem] = batch.windows.tracks[first + stem]! < 0 ? 0 : 1;
    });
    return kept;
  }

  /** @ignore */
  protected override planWindow(
    { record, start, count, out, choice }: SingleWindow<StemSelection<Name>>,
  ): WindowPlan {
    checkWindow(start, count);
    const chosen = this.#choose(choice);
    const channels = this.metadata.channels(record);
    const rows = chosen.mix ? 1 : chosen.stems.length;
    checkSamples(out, { count: rows * count, channels, ...this.decodedTypes });
    const plan = new WindowPlan(chosen.stems.length);
    plan.size = chosen.stems.length;
    this.#planStems(plan, 0, { record, start, count, chosen });
    out.fill(0, 0, rows * count * channels);
    return plan;
  }

  /** @ignore */
  protected override decodeTracks(
    plan: WindowPlan,
    { record, start, count, out, choice }: SingleWindow<StemSelection<Name>>,
  ): number {
    const kept = this.#keptOf({ record, start, count });
    const channels = this.metadata.channels(record);
    const block = Block.over(out as StoredSamples & ArrayBufferView<ArrayBuffer>);
    const format = formatOf(out);
    const sink = { block, offset: 0, channels, format };
    if (choice?.mix) {
      addTracks(this.reader, plan, { first: 0, count: plan.size, frames: kept, sink });
      return kept;
    }
    const rowBytes = count * channels * sampleBytes(format);
    for (let row = 0; row < plan.size; row++) {
      this.reader.decode(plan, row, { ...sink, offset: row * rowBytes });
    }
    return kept;
  }

  /** The stems of a selection by their numbers. */
  #choose({ stems = this.names, mix = false }: StemSelection<Name> = {}): ChosenStems {
    return { stems: stems.map((stem) => this.#numberOf(stem)), mix };
  }

  /**
   * Plans a row for each chosen stem of a record, and returns how many samples belong to the
   * record.
   */
  #planStems(
    plan: WindowPlan,
    first: number,
    { record, start, count, chosen }: SampleSpan & { chosen: ChosenStems },
  ): number {
    chosen.stems.forEach((stem, row) => {
      const track = this.#tracksBefore(record, stem);
      const isThere = this.metadata.hasTrack(record, stem);
      // A missing stem is planned as well, but with 0 samples, so nothing is read for it.
      this.reader.plan(plan, first + row, { record, track, start, count: isThere ? count : 0 });
      if (!isThere) plan.tracks[first + row] = -1;
    });
    return this.#keptOf({ record, start, count });
  }

  /** How many samples of a window belong to the record. */
  #keptOf({ record, start, count }: SampleSpan): number {
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
}
