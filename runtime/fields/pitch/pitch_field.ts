import { UsageError } from "../../../errors/mod.ts";
import { type Pitch, pitchBytes } from "../../../schema/mod.ts";
import { checkWindow } from "../../batch/check_window.ts";
import { readError } from "../../batch/read_error.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
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
export class PitchField {
  /** The field's name in the schema. */
  readonly name: string;
  /** Accessors for the metadata records. */
  readonly metadata: PitchMetadata;
  readonly #file: AfdFile;
  readonly #table: Table<StructPage>;
  readonly #fieldIndex: number;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    this.name = file.ir.fields[fieldIndex]?.name ?? "";
    this.#file = file;
    this.#fieldIndex = fieldIndex;
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.metadata = new PitchMetadata(this.#table);
  }

  /**
   * Where the payload of record `index` lies in the file.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    const position = this.metadata.dataPtr(index);
    const length = pitchBytes(this.metadata.numFrames(index));
    if (!this.#file.holds(position, length)) {
      throw this.#file.extentError({ field: this.name, record: index, position, length });
    }
    return { position, length };
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
    return this.#copied(index, this.extent(index));
  }

  /**
   * Decodes `count` frequencies of record `index`, from frame `start` on, to `out`, and reads
   * nothing else. Anything past the record's end becomes 0.
   *
   * @returns how many frames belong to the record.
   * @throws {UsageError} when `out` isn't a Float32Array, or too short, or there is no such record.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  decodeWindow(index: number, start: number, count: number, out: Float32Array): number {
    checkOut(out, count);
    const { bytes } = this.#copied(index, this.#window(index, start, count));
    const kept = bytes.length / 4;
    out.set(new Float32Array(bytes.buffer, bytes.byteOffset, kept));
    out.fill(0, kept, count);
    return kept;
  }

  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Float32Array,
  ): Promise<number> {
    await this.#table.prefetch([index]);
    using _lease = await this.#file.prefetch([this.#window(index, start, count)]);
    return this.decodeWindow(index, start, count, out);
  }

  /**
   * Memory for batches of up to `batchSize` records. Its shape and bytes are known before anything is
   * read.
   */
  allocateBatch(batchSize: number, options: PitchBatchOptions = {}): PitchBatch {
    return new PitchBatch(this.#file, options, {
      field: this.name,
      capacity: batchSize,
      longest: this.#file.entry(this.#fieldIndex).totals.maxLength,
    });
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each record lies and how much of
   * it is kept, and sets the batch's shape and lengths.
   */
  plan(indices: Indices, batch: PitchBatch): void {
    PitchBatch.check(batch, this.name);
    batch.begin(indices.length);
    const { firsts, plan } = batch;
    const { crop, lengths, maxLength } = plan;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const frames = this.#planRow(batch, row, record);
      if (frames > maxLength && !crop) {
        throw plan.tooLong({ file: this.#file.name, field: this.name, record, length: frames });
      }
      const kept = frames < maxLength ? frames : maxLength;
      if (kept > longest) longest = kept;
      firsts[row] = 0;
      lengths[row] = kept;
    }
    batch.end(longest);
  }

  /** The first step of {@link decodeWindowBatch}. */
  planWindows(indices: Indices, starts: Indices, count: number, batch: PitchBatch): void {
    PitchBatch.check(batch, this.name);
    batch.beginWindows(indices, starts, count);
    const { firsts, plan: { lengths } } = batch;
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      firsts[row] = first;
      lengths[row] = left < count ? left : count;
    }
  }

  /** The last step of decoding; the storage must be able to provide the bytes without waiting. */
  decodePlanned(batch: PitchBatch): void {
    batch.fill(this.#file, this.name);
  }

  /**
   * Decodes the records at `indices` into `batch.data` and `batch.voiced`, and sets `batch.shape`
   * and `batch.lengths`. With a mapped file, it makes no garbage.
   *
   * @throws {UsageError} when there is no such record, or one is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeBatch(indices: Indices, batch: PitchBatch): void {
    this.plan(indices, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: PitchBatch): Promise<void> {
    await this.#table.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await this.#file.prefetch(batch.extents());
    this.decodePlanned(batch);
  }

  /**
   * Decodes `count` frames of each record, the first from frame `starts[0]` of record `indices[0]`
   * on, and reads nothing else. `batch.shape` becomes (indices, count). Anything past a record's
   * end becomes 0, and `batch.lengths` says how many frames belong to the record.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for that many frames.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: PitchBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeWindowBatch} for asynchronous storage. */
  async decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: PitchBatch,
  ): Promise<void> {
    await this.#table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.#file.prefetch(batch.extents());
    this.decodePlanned(batch);
  }

  /**
   * Loads whole records, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.#table.prefetch(indices);
    const extents = Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!));
    return await this.#file.prefetch(extents);
  }

  /** Plans a record's row from the metadata, and returns its frames. */
  #planRow(batch: PitchBatch, row: number, record: number): number {
    const file = this.#file;
    const { words } = this.#table.page(record);
    const word = (record & pageMask) * 4;
    const position = uint53Of(words, word);
    const frames = words[word + 2]!;
    const length = pitchBytes(frames);
    if (!file.holds(position, length)) {
      throw file.extentError({ field: this.name, record, position, length });
    }
    batch.plan.indices[row] = record;
    batch.plan.positions[row] = position;
    batch.stored[row] = frames;
    return frames;
  }

  /** Where the frequencies of a window lie. */
  #window(index: number, start: number, count: number): ByteRange {
    checkWindow(start, count, "frame");
    const { position } = this.extent(index);
    const frames = this.metadata.numFrames(index);
    const first = Math.min(start, frames);
    return { position: position + first * 4, length: Math.min(count, frames - first) * 4 };
  }

  #copied(record: number, { position, length }: ByteRange): Block {
    const block = Block.allocate(length);
    try {
      this.#file.copy(position, length, block, 0);
    } catch (cause) {
      throw readError(cause, { field: this.name, record });
    }
    return block;
  }
}

function checkOut(out: Float32Array, count: number): void {
  if (!(out instanceof Float32Array)) {
    const found = Object.prototype.toString.call(out).slice(8, -1);
    throw new UsageError(`Cannot decode pitch into ${found}: expected a Float32Array`, {
      code: "destination-type",
      found,
      wanted: "Float32Array",
    });
  }
  if (out.length >= count) return;
  throw new UsageError(`Cannot decode ${count} values into an array of ${out.length} elements`, {
    code: "destination-too-small",
    found: out.length,
    wanted: count,
  });
}
