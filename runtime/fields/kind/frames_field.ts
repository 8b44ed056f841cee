import type { RowPlan } from "../../batch/row_plan.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { TableField } from "./windowed_field.ts";

/** A batch of records of frames. */
export interface FramesBatch {
  /** Which records are decoded, where they lie in the file, and how much of each is kept. */
  readonly plan: RowPlan;
  /** The plan: the frames that each record has in the file. */
  readonly stored: Uint32Array;
  /** Begins a plan for `count` records. */
  begin(count: number): void;
  /** Ends a plan whose longest record has `longest` frames. */
  end(longest: number): void;
  /** Begins a plan for windows of `count` frames, one per record. */
  beginWindows(indices: Indices, starts: Indices, count: number): void;
  /** Ends a plan for windows. */
  endWindows?(): void;
  /** Decodes the planned records from their places in the file, and pads them. */
  fill(file: ByteSource, field: string): void;
}

/**
 * A field of frames whose metadata records have 16 bytes, beginning with the payload's position and
 * the number of frames. Its loops are those of generated modules, with members instead of constants.
 */
export abstract class FramesField<Batch extends FramesBatch, Out> extends TableField<Batch, Out> {
  /**
   * Refuses anything that isn't a batch of such records.
   *
   * @throws {UsageError} `"wrong-batch"` unless it is one.
   * @ignore
   */
  protected abstract check(batch: unknown): void;

  /**
   * Bytes of a payload of so many frames.
   *
   * @ignore
   */
  protected abstract payloadBytes(frames: number): number;

  /**
   * The part of the batch's plan that holds the first frame of each row.
   *
   * @ignore
   */
  protected abstract firstsOf(batch: Batch): Uint32Array;

  /** @ignore */
  override extent(index: number): ByteRange {
    const { words } = this.table.page(index);
    const word = (index & pageMask) * 4;
    const position = uint53Of(words, word);
    const length = this.payloadBytes(words[word + 2]!);
    if (!this.file.holds(position, length)) throw this.extentError(index, position, length);
    return { position, length };
  }

  /** @ignore */
  override plan(indices: Indices, batch: Batch): void {
    this.check(batch);
    batch.begin(indices.length);
    batch.end(this.planRows(indices, batch));
  }

  /** @ignore */
  override planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.check(batch);
    batch.beginWindows(indices, starts, count);
    this.planWindowRows(indices, starts, count, batch);
    batch.endWindows?.();
  }

  /** @ignore */
  override decodePlanned(batch: Batch): void {
    batch.fill(this.file, this.name);
  }

  /** Frames of record `index`. */
  protected framesOf(index: number): number {
    return this.table.page(index).words[(index & pageMask) * 4 + 2]!;
  }

  /**
   * Finds whole records, and how many frames of each are kept.
   *
   * @returns the most frames that are kept of any record.
   */
  protected planRows(indices: Indices, batch: Batch): number {
    const { plan } = batch;
    const { crop, lengths, maxLength } = plan;
    const firsts = this.firstsOf(batch);
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const frames = this.#planRow(batch, row, record);
      if (frames > maxLength && !crop) {
        throw plan.tooLong({ file: this.file.name, field: this.name, record, length: frames });
      }
      const kept = frames < maxLength ? frames : maxLength;
      if (kept > longest) longest = kept;
      firsts[row] = 0;
      lengths[row] = kept;
    }
    return longest;
  }

  /** Finds a window of each record: `count` frames from frame `starts[row]` on. */
  protected planWindowRows(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    const { lengths } = batch.plan;
    const firsts = this.firstsOf(batch);
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      firsts[row] = first;
      lengths[row] = left < count ? left : count;
    }
  }

  /** Finds a record from its metadata, and returns its frames. */
  #planRow({ plan, stored }: Batch, row: number, record: number): number {
    const { words } = this.table.page(record);
    const word = (record & pageMask) * 4;
    const position = uint53Of(words, word);
    const frames = words[word + 2]!;
    const length = this.payloadBytes(frames);
    if (!this.file.holds(position, length)) throw this.extentError(record, position, length);
    plan.indices[row] = record;
    plan.positions[row] = position;
    stored[row] = frames;
    return frames;
  }
}
