import { counted } from "../../../errors/counted.ts";
import { type Pitch, pitchBytes } from "../../../schema/mod.ts";
import { destinationError } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, type StructPage, type Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { FramesField } from "../kind/frames_field.ts";
import { PitchBatch, type PitchBatchOptions, unpackBits } from "./pitch_batch.ts";

/** Metadata of a pitch field: records of 16 bytes. */
export class PitchMetadata {
  readonly #table: Table<StructPage>;

  /** Created by {@link PitchField}. */
  constructor(table: Table<StructPage>) {
    this.#table = table;
  }

  /** Byte offset of the frequencies in the file. */
  dataPtr(index: number): number {
    const { words } = this.#table.page(index);
    const word = (index & pageMask) * 4;
    return uint53Of(words, word);
  }

  /** Frames, from first to last. */
  numFrames(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 4 + 2]!;
  }

  /** The unused last member, zero in a valid file. */
  padding(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 4 + 3]!;
  }
}

/** A `pitch` field in an open file. Reading it doesn't depend on the schema. */
export class PitchField extends FramesField<PitchBatch, Float32Array> {
  /** Accessors for the metadata records. */
  readonly metadata: PitchMetadata;
  readonly #fieldIndex: number;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    super(file, fieldIndex);
    this.#fieldIndex = fieldIndex;
    this.metadata = new PitchMetadata(this.table);
  }

  /**
   * The pitch of record `index`, in memory of its own: frequencies in Hz and voicing, shape (frames).
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): Pitch {
    const frames = this.metadata.numFrames(index);
    const { bytes } = this.payload(index);
    const data = new Float32Array(bytes.slice(0, frames * 4).buffer);
    const voiced = new Uint8Array(frames);
    unpackBits(bytes, frames * 4, 0, voiced, 0, frames);
    return { data, voiced, shape: [frames] };
  }

  /** The payload of record `index` as stored, in memory of its own. */
  payload(index: number): Block {
    return this.copied(index, this.extent(index));
  }

  /**
   * Decodes `count` frequencies of record `index`, from frame `start` on, to `out`, and reads
   * nothing else. Anything past the record's end becomes 0.
   *
   * @returns how many frames belong to the record.
   * @throws {UsageError} when `out` isn't a Float32Array, or too short, or there is no such record.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  override decodeWindow(index: number, start: number, count: number, out: Float32Array): number {
    const hasType = out instanceof Float32Array;
    if (!hasType || out.length < count) {
      throw destinationError(out, {
        values: "pitch",
        amount: counted(count, "value"),
        length: count,
        hasType,
        types: [Float32Array],
        expected: "a Float32Array",
      });
    }
    const { bytes } = this.copied(index, this.#window(index, start, count));
    const kept = bytes.length / 4;
    out.set(new Float32Array(bytes.buffer, bytes.byteOffset, kept));
    out.fill(0, kept, count);
    return kept;
  }

  /**
   * Memory for batches of up to `batchSize` records. Its shape and bytes are known before anything is
   * read.
   */
  allocateBatch(batchSize: number, options: PitchBatchOptions = {}): PitchBatch {
    return new PitchBatch(this.file, options, {
      field: this.name,
      capacity: batchSize,
      longest: this.file.entry(this.#fieldIndex).totals.maxLength,
    });
  }

  /** @ignore */
  protected override check(batch: unknown): void {
    PitchBatch.check(batch, this.name);
  }

  /** @ignore */
  protected override payloadBytes(frames: number): number {
    return pitchBytes(frames);
  }

  /** @ignore */
  protected override firstsOf(batch: PitchBatch): Uint32Array {
    return batch.firsts;
  }

  /** @ignore */
  protected override plannedExtents(batch: PitchBatch): ByteRange[] {
    return batch.extents();
  }

  /** @ignore */
  protected override windowExtents(index: number, start: number, count: number): ByteRange[] {
    return [this.#window(index, start, count)];
  }

  /** Where the frequencies of a window lie. */
  #window(index: number, start: number, count: number): ByteRange {
    checkWindow(start, count, "frame");
    const { position } = this.extent(index);
    const frames = this.metadata.numFrames(index);
    const first = Math.min(start, frames);
    return { position: position + first * 4, length: Math.min(count, frames - first) * 4 };
  }
}
