import { codebookBytes } from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import { TokenBatch } from "./token_batch.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, type StructPage, type Table } from "../../container/table.ts";

/** What of a field of tokens is the same for all records. */
export interface TokenRowsOptions {
  readonly field: string;
  readonly table: Table<StructPage>;
  readonly nCodebooks: number;
  /** Bits of a stored token. */
  readonly bits: number;
}

/**
 * Fills batches of tokens as generated modules do, for any schema: what they have as literals are
 * members here. Nothing is allocated for a record.
 */
export class TokenRows {
  readonly #file: AfdFile;
  readonly #field: string;
  readonly #table: Table<StructPage>;
  readonly #nCodebooks: number;
  readonly #bits: number;

  constructor(file: AfdFile, { field, table, nCodebooks, bits }: TokenRowsOptions) {
    this.#file = file;
    this.#field = field;
    this.#table = table;
    this.#nCodebooks = nCodebooks;
    this.#bits = bits;
  }

  /** Decodes whole records. */
  decode(indices: Indices, batch: TokenBatch): void {
    this.plan(indices, batch);
    this.fill(batch);
  }

  /** {@link decode} for storages that must wait. */
  async decodeAsync(indices: Indices, batch: TokenBatch): Promise<void> {
    await this.#table.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await this.#file.prefetch(batch.extents());
    this.fill(batch);
  }

  /** Decodes a window of each record. */
  decodeWindows(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.fill(batch);
  }

  /** {@link decodeWindows} for storages that must wait. */
  async decodeWindowsAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: TokenBatch,
  ): Promise<void> {
    await this.#table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.#file.prefetch(batch.extents());
    this.fill(batch);
  }

  /** Brings what was planned to its rows. */
  fill(batch: TokenBatch): void {
    batch.fill(this.#file, this.#field);
  }

  /** Finds where whole records lie, and how much of each is kept. */
  plan(indices: Indices, batch: TokenBatch): void {
    TokenBatch.check(batch, this.#field, this.#nCodebooks, this.#bits);
    batch.begin(indices.length);
    const { kept, maxFrames, starts } = batch;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const frames = this.#planRow(batch, row, record);
      if (frames > maxFrames && !batch.crop) {
        throw batch.tooLong({ file: this.#file.name, field: this.#field, record, frames });
      }
      const count = frames < maxFrames ? frames : maxFrames;
      if (count > longest) longest = count;
      starts[row] = 0;
      kept[row] = count;
    }
    batch.end(longest);
  }

  /** Finds where a window of each record lies, and how much of it is its own. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    TokenBatch.check(batch, this.#field, this.#nCodebooks, this.#bits);
    batch.beginWindows(indices, starts, count);
    const { kept } = batch;
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      batch.starts[row] = first;
      kept[row] = left < count ? left : count;
    }
    batch.endWindows();
  }

  /** Finds a record, from the metadata alone, and returns its frames. */
  #planRow(batch: TokenBatch, row: number, record: number): number {
    const file = this.#file;
    const { words } = this.#table.page(record);
    const word = (record & pageMask) * 4;
    const position = words[word]! + words[word + 1]! * 0x1_0000_0000;
    const frames = words[word + 2]!;
    const length = codebookBytes(frames, this.#bits) * this.#nCodebooks;
    if (!file.holds(position, length)) {
      throw file.extentError({ field: this.#field, record, position, length });
    }
    batch.indices[row] = record;
    batch.positions[row] = position;
    batch.stored[row] = frames;
    return frames;
  }
}
