import type { SpectralDtype } from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import { SpectralBatch } from "./spectral_batch.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, type StructPage, type Table } from "../../container/table.ts";
import { valueBytes } from "../../batch/stored_values.ts";

/** What of a field of features is the same for all records. */
export interface FeatureRowsOptions {
  readonly field: string;
  readonly table: Table<StructPage>;
  readonly bins: number;
  readonly dtype: SpectralDtype;
  /** Bytes behind a record's frames. */
  readonly tailBytes: number;
}

/**
 * Fills batches of features as generated modules do, for any schema: what they have as literals are
 * members here. Nothing is allocated for a record.
 */
export class FeatureRows {
  readonly #file: AfdFile;
  readonly #field: string;
  readonly #table: Table<StructPage>;
  readonly #bins: number;
  readonly #dtype: SpectralDtype;
  readonly #frameBytes: number;
  readonly #valueBytes: number;
  readonly #tailBytes: number;

  constructor(
    file: AfdFile,
    { field, table, bins, dtype, tailBytes }: FeatureRowsOptions,
  ) {
    this.#file = file;
    this.#field = field;
    this.#table = table;
    this.#bins = bins;
    this.#dtype = dtype;
    this.#valueBytes = valueBytes(dtype);
    this.#frameBytes = bins * this.#valueBytes;
    this.#tailBytes = tailBytes;
  }

  /** Decodes whole records. */
  decode(indices: Indices, batch: SpectralBatch): void {
    this.plan(indices, batch);
    this.fill(batch);
  }

  /** {@link decode} for storages that must wait. */
  async decodeAsync(indices: Indices, batch: SpectralBatch): Promise<void> {
    await this.#table.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await this.#bring(batch);
    this.fill(batch);
  }

  /** Decodes a window of each record. */
  decodeWindows(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.fill(batch);
  }

  /** {@link decodeWindows} for storages that must wait. */
  async decodeWindowsAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: SpectralBatch,
  ): Promise<void> {
    await this.#table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.#bring(batch);
    this.fill(batch);
  }

  /** Brings what was planned to its rows. */
  fill(batch: SpectralBatch): void {
    batch.fill(this.#file, this.#field);
  }

  /** Finds where whole records lie, and how much of each is kept. */
  plan(indices: Indices, batch: SpectralBatch): void {
    SpectralBatch.check(batch, this.#field, this.#bins, this.#dtype);
    batch.begin(indices.length);
    const { firsts, lengths, maxFrames } = batch;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const frames = this.#planRow(batch, row, record);
      if (frames > maxFrames && !batch.crop) {
        throw batch.tooLong({ file: this.#file.name, field: this.#field, record, frames });
      }
      const kept = frames < maxFrames ? frames : maxFrames;
      if (kept > longest) longest = kept;
      firsts[row] = 0;
      lengths[row] = kept;
    }
    batch.end(longest);
  }

  /** Finds where a window of each record lies, and how much of it is its own. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    SpectralBatch.check(batch, this.#field, this.#bins, this.#dtype);
    batch.beginWindows(indices, starts, count);
    const { firsts, lengths } = batch;
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      firsts[row] = first;
      lengths[row] = left < count ? left : count;
    }
  }

  /** Finds a record, from the metadata alone, and returns its frames. */
  #planRow(batch: SpectralBatch, row: number, record: number): number {
    const file = this.#file;
    const { words } = this.#table.page(record);
    const word = (record & pageMask) * 4;
    const position = words[word]! + words[word + 1]! * 0x1_0000_0000;
    const frames = words[word + 2]!;
    const length = frames * this.#frameBytes + this.#tailBytes;
    if (!file.holds(position, length)) {
      throw file.extentError({ field: this.#field, record, position, length });
    }
    batch.indices[row] = record;
    batch.positions[row] = position;
    batch.stored[row] = frames;
    return frames;
  }

  #bring(batch: SpectralBatch): Promise<Disposable | undefined> {
    return this.#file.prefetch(batch.extents(this.#valueBytes, this.#tailBytes));
  }
}
