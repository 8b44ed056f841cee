import { batchTypes } from "../../batch/batch_types.ts";
import type { StemsBatchTypes } from "./coded_batch_types.ts";
import { UsageError } from "../../../errors/mod.ts";
import { sampleBytes } from "../../../kernels/mod.ts";
import type { Waveform } from "../../../schema/mod.ts";
import { channelsError } from "../waveform/channels_error.ts";
import type { Indices } from "../../container/indices.ts";
import { StemsBatch, type StemsBatchOptions } from "./stems_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { addTracks } from "./codings/add_tracks.ts";
import { readWindows } from "./codings/read_windows.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { StemClips, type StemsFieldOptions } from "./stem_clips.ts";

/**
 * A field of stems in an open file: named tracks of one recording, any of which may be missing. All
 * stems of a record are aligned, and have the same length and channels.
 */
export class StemsField<
  Samples extends StoredSamples = StoredSamples,
  Name extends string = string,
> extends StemClips<Samples, Name> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: StemsBatchTypes<Samples, Name>;
  readonly #fieldIndex: number;
  readonly #channels: number | undefined;

  /** Created when a dataset is opened. */
  constructor(file: AfdFile, fieldIndex: number, options: StemsFieldOptions<Name>) {
    super(file, fieldIndex, options);
    this.#fieldIndex = fieldIndex;
    this.#channels = options.channels;
  }

  /** All stems of record `index` by name, in memory of their own; `null` for missing ones. */
  decode(index: number): { readonly [N in Name]: Waveform<Samples> | null } {
    return this.decodeStems(index);
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
    const { totals } = this.file.entry(this.#fieldIndex);
    return new StemsBatch<Samples>(this.file, options, {
      field: this.name,
      capacity: batchSize,
      coding: this.coding,
      longest: totals.maxLength,
      channels: this.#channels ?? totals.maxWidth,
      chosen: this.choose(options),
    });
  }

  /** The shape, dtype and bytes that a batch of all stems will have. */
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const { totals } = this.file.entry(this.#fieldIndex);
    const { dtype } = this.coding;
    const channels = this.#channels ?? totals.maxWidth;
    const shape = [batchSize, this.names.length, totals.maxLength, channels];
    return { shape, dtype, byteLength: shape.reduce((a, b) => a * b, sampleBytes(dtype)) };
  }

  /** The first step of decoding whole records. */
  plan(indices: Indices, batch: StemsBatch): void {
    StemsBatch.check(batch, this.name, this.names.length, this.coding);
    const { plan } = batch.rows;
    const { lengths, maxLength } = plan;
    batch.begin(indices.length);
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

  /** The first step of decoding windows. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: StemsBatch): void {
    StemsBatch.check(batch, this.name, this.names.length, this.coding);
    batch.beginWindows(indices, starts, count);
    for (let row = 0; row < indices.length; row++) {
      this.#planRow(batch, row, { record: indices[row]!, start: starts[row]!, count });
    }
  }

  /** The second step, for codings with an index: finds the units that hold what was planned. */
  locate(batch: StemsBatch): void {
    this.reader.locate(batch.windows);
  }

  /**
   * The last step: decodes what was planned and located, with zeros after it and for missing stems.
   */
  decodePlanned(batch: StemsBatch): void {
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

  /**
   * Decodes the stems of the records at `indices` to `batch.data`, of shape (records, stems,
   * samples, channels), and sets `batch.lengths` and `batch.present`.
   *
   * @throws {UsageError} when there is no such record, or one is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeBatch(indices: Indices, batch: StemsBatch<Samples> | StemsBatch<Float32Array>): void {
    this.plan(indices, batch);
    this.locate(batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(
    indices: Indices,
    batch: StemsBatch<Samples> | StemsBatch<Float32Array>,
  ): Promise<void> {
    await this.metadata.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await readWindows(this.file, this.reader, batch.windows);
    this.decodePlanned(batch);
  }

  /**
   * Decodes `count` samples of each record's stems, the first from sample `starts[0]` of record
   * `indices[0]` on, and little else. Anything past a record's end becomes zero.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for that many samples.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeWindowBatch(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: StemsBatch<Samples> | StemsBatch<Float32Array>,
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
    batch: StemsBatch<Samples> | StemsBatch<Float32Array>,
  ): Promise<void> {
    await this.metadata.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await readWindows(this.file, this.reader, batch.windows);
    this.decodePlanned(batch);
  }

  #planRow(
    batch: StemsBatch,
    row: number,
    { record, start, count }: { record: number; start: number; count: number },
  ): void {
    const channels = this.metadata.channels(record);
    if (channels > batch.shape[3]) {
      throw channelsError({ file: this.file, field: this.name, record, channels });
    }
    if (batch.chosen.stems.length === 0) {
      throw new UsageError("Cannot decode a batch without stems", { code: "no-such-stem" });
    }
    const first = row * batch.chosen.stems.length;
    batch.lengths[row] = this.planStems(batch.windows, first, {
      record,
      start,
      count,
      chosen: batch.chosen,
    });
    batch.chosen.stems.forEach((_, stem) => {
      batch.present[first + stem] = batch.windows.tracks[first + stem]! < 0 ? 0 : 1;
    });
  }
}
