import type { WaveformDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { channelsError } from "./channels_error.ts";
import { type AnyWaveformBatch, ConvertedBatch } from "./converted_batch.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import { spreadChannels } from "./spread_channels.ts";
import { WaveformBatch } from "./waveform_batch.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, type StructPage, type Table } from "../../container/table.ts";

/**
 * Fills batches of waveforms as generated modules do, for any schema: what they have as literals are
 * members here. Nothing is allocated for a record, and what isn't converted is one copy from a mapped
 * file.
 */
export class WaveformRows {
  readonly #file: AfdFile;
  readonly #field: string;
  readonly #table: Table<StructPage>;
  readonly #dtype: WaveformDtype;
  readonly #sampleBytes: number;

  constructor(
    file: AfdFile,
    { field, table, dtype }: {
      readonly field: string;
      readonly table: Table<StructPage>;
      readonly dtype: WaveformDtype;
    },
  ) {
    this.#file = file;
    this.#field = field;
    this.#table = table;
    this.#dtype = dtype;
    this.#sampleBytes = dtypeBytes(dtype);
  }

  /** Decodes whole clips. */
  decode(indices: Indices, batch: AnyWaveformBatch): void {
    this.plan(indices, batch);
    this.fill(batch);
  }

  /** {@link decode} for storages that must wait. */
  async decodeAsync(indices: Indices, batch: AnyWaveformBatch): Promise<void> {
    await this.#table.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await this.#file.prefetch(batch.extents(this.#sampleBytes));
    this.fill(batch);
  }

  /** Decodes a window of each clip. */
  decodeWindows(indices: Indices, starts: Indices, count: number, batch: AnyWaveformBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.fill(batch);
  }

  /** {@link decodeWindows} for storages that must wait. */
  async decodeWindowsAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch,
  ): Promise<void> {
    await this.#table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.#file.prefetch(batch.extents(this.#sampleBytes));
    this.fill(batch);
  }

  /** Finds where whole records lie, and how much of each is kept. */
  plan(indices: Indices, batch: AnyWaveformBatch): void {
    WaveformBatch.check(batch, this.#field, this.#dtype);
    const { lengths, maxLength } = batch.plan;
    batch.begin(indices.length);
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const samples = this.#planRow(batch, row, record);
      if (samples > maxLength && !batch.plan.crop) {
        const { name: file } = this.#file;
        throw batch.plan.tooLong({ file, field: this.#field, record, length: samples });
      }
      const kept = samples < maxLength ? samples : maxLength;
      if (kept > longest) longest = kept;
      lengths[row] = kept;
    }
    batch.end(longest);
  }

  /** Finds where a window of each record lies, and how much of it is its own. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: AnyWaveformBatch): void {
    WaveformBatch.check(batch, this.#field, this.#dtype);
    batch.beginWindows(indices, starts, count);
    const { lengths, positions } = batch.plan;
    for (let row = 0; row < indices.length; row++) {
      const samples = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < samples ? start : samples;
      const left = samples - first;
      positions[row]! += first * batch.channels[row]! * this.#sampleBytes;
      lengths[row] = left < count ? left : count;
    }
  }

  /** Finds a clip, from the metadata alone, and returns its samples per channel. */
  #planRow(batch: AnyWaveformBatch, row: number, record: number): number {
    const file = this.#file;
    const { bytes, words } = this.#table.page(record);
    const word = (record & pageMask) * 6;
    const position = words[word]! + words[word + 1]! * 0x1_0000_0000;
    const samples = words[word + 2]!;
    const channels = bytes[word * 4 + 20]!;
    const length = samples * channels * this.#sampleBytes;
    if (!file.holds(position, length)) {
      throw file.extentError({ field: this.#field, record, position, length });
    }
    if (channels > batch.widest) {
      throw channelsError({ file, field: this.#field, record, channels });
    }
    batch.plan.indices[row] = record;
    batch.plan.positions[row] = position;
    batch.channels[row] = channels;
    return samples;
  }

  /** Brings what was planned to its rows, zeros behind it. */
  fill(batch: AnyWaveformBatch): void {
    if (batch instanceof ConvertedBatch) batch.fill(this.#file, this.#field);
    else this.#copy(batch);
  }

  #copy(batch: WaveformBatch): void {
    const { block, channels, shape } = batch;
    const { indices, lengths, positions } = batch.plan;
    const rowFrameBytes = shape[2] * this.#sampleBytes;
    const rowBytes = shape[1] * rowFrameBytes;
    let row = 0;
    try {
      for (; row < shape[0]; row++) {
        const offset = row * rowBytes;
        const frames = lengths[row]!;
        const position = positions[row]!;
        const frameBytes = channels[row]! * this.#sampleBytes;
        if (frameBytes === rowFrameBytes) {
          this.#file.copy(position, frames * frameBytes, block, offset);
        } else {
          const spread = { position, frames, frameBytes, block, offset, rowFrameBytes };
          spreadChannels(this.#file, spread);
        }
        block.bytes.fill(0, offset + frames * rowFrameBytes, offset + rowBytes);
      }
    } catch (cause) {
      throw readError(cause, { field: this.#field, record: indices[row]! });
    }
  }
}
