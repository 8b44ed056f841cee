import {
  codebookBytes,
  type CodecTokens,
  frameAtSeconds,
  type FrameRate,
  tokenBits,
} from "../../../schema/mod.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { TokenBatch } from "./token_batch.ts";
import type { TokenBatchOptions } from "./token_batch_options.ts";
import type { TokenBatchTypes } from "./token_batch_types.ts";
import { tokenOptions } from "./token_options.ts";
import {
  readTokens,
  readTokenWindow,
  tokenWindowExtents,
  type TokenWindowRequest,
} from "./token_windows.ts";

/**
 * A field of codec tokens in an open file. Generated modules add the loops that plan batches, with
 * their schema's constants; the reflective reader has the same loops for any schema.
 */
export abstract class CodecTokensField {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: TokenBatchTypes;
  /** The field's name in the schema. */
  readonly name: string;
  /** The open file. */
  protected readonly file: AfdFile;
  /** The metadata records. */
  protected readonly table: Table<StructPage>;
  /** What the directory says about it. */
  protected readonly entry: FieldEntry;
  /** Codebooks of every record. */
  protected readonly nCodebooks: number;
  /** Entries in each codebook. */
  protected readonly vocabSize: number;
  /** Frames per second. */
  protected readonly frameRate: FrameRate;
  /** Bits per stored token. */
  protected readonly bits: number;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    const field = file.ir.fields[fieldIndex];
    this.name = field?.name ?? "";
    this.file = file;
    this.table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.entry = file.entry(fieldIndex);
    const options = tokenOptions(field?.options ?? {});
    this.nCodebooks = options.nCodebooks;
    this.vocabSize = options.vocabSize;
    this.frameRate = options.frameRate;
    this.bits = tokenBits(options);
  }

  /**
   * Finds, from the metadata alone, where whole records lie, and how many frames of each are kept:
   * sets one element per record of the plan's `indices`, `positions` and `lengths`, and of the
   * batch's `stored` and `starts`.
   *
   * @returns the most frames that are kept of any record.
   */
  protected abstract planRows(indices: Indices, batch: TokenBatch): number;

  /** The same for a window of each record: `count` frames from frame `starts[row]` on. */
  protected abstract planWindowRows(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: TokenBatch,
  ): void;

  /**
   * The tokens of record `index`, in memory of their own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): CodecTokens {
    return readTokens(this.file, this.#place(index));
  }

  /**
   * Where the tokens of record `index` lie in the file.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(index: number): ByteRange {
    const { words } = this.table.page(index);
    const word = (index & pageMask) * 4;
    const position = uint53Of(words, word);
    const length = this.nCodebooks * codebookBytes(words[word + 2]!, this.bits);
    if (!this.file.holds(position, length)) {
      throw this.file.extentError({ field: this.name, record: index, position, length });
    }
    return { position, length };
  }

  /** The frame that begins nearest to `seconds`, for windows by time. */
  frameAt(seconds: number): number {
    return frameAtSeconds(seconds, this.frameRate);
  }

  /**
   * Decodes `count` frames of record `index`, from frame `start` on, to `out`, of shape (codebooks,
   * count), and reads nothing else. Anything past the record's end becomes zero.
   *
   * @returns how many frames belong to the record.
   * @throws {UsageError} when `out` is too small, or there is no such record.
   */
  decodeWindow(index: number, start: number, count: number, out: Uint16Array): number {
    return readTokenWindow(this.file, out, { ...this.#place(index), start, count });
  }

  /** {@link decodeWindow} for asynchronous storage; it loads only the window. */
  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Uint16Array,
  ): Promise<number> {
    await this.table.prefetch([index]);
    const extents = tokenWindowExtents({ ...this.#place(index), start, count });
    using _lease = await this.file.prefetch(extents);
    return this.decodeWindow(index, start, count, out);
  }

  /** Memory for batches that are widened to int32 as they are decoded. */
  allocateBatch(
    batchSize: number,
    options: TokenBatchOptions & { readonly dtype: "int32" },
  ): TokenBatch<Int32Array>;
  /** Memory for batches that are widened to int64 as they are decoded. */
  allocateBatch(
    batchSize: number,
    options: TokenBatchOptions & { readonly dtype: "int64" },
  ): TokenBatch<BigInt64Array>;
  /**
   * Memory for batches of up to `batchSize` records, in the order, type and padding that the
   * options ask for. Its shape and bytes are known before anything is read.
   */
  allocateBatch(
    batchSize: number,
    options?: TokenBatchOptions & { readonly dtype?: "uint16" },
  ): TokenBatch<Uint16Array>;
  /** The same if the type is known only at run time. */
  allocateBatch(batchSize: number, options?: TokenBatchOptions): TokenBatch;
  allocateBatch(batchSize: number, options: TokenBatchOptions = {}): TokenBatch {
    return new TokenBatch(this.file, options, {
      field: this.name,
      capacity: batchSize,
      nCodebooks: this.nCodebooks,
      bits: this.bits,
      longest: this.entry.totals.maxLength,
    });
  }

  /**
   * The first step of decoding: finds, from the metadata alone, where each record lies and how much
   * of it is kept, and sets the batch's shape and lengths.
   */
  plan(indices: Indices, batch: TokenBatch): void {
    TokenBatch.check(batch, this.name, this.nCodebooks, this.bits);
    batch.begin(indices.length);
    batch.end(this.planRows(indices, batch));
  }

  /**
   * The first step of {@link decodeWindowBatch}: finds, from the metadata alone, where each window
   * lies and how much of it belongs to the record.
   */
  planWindows(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    TokenBatch.check(batch, this.name, this.nCodebooks, this.bits);
    batch.beginWindows(indices, starts, count);
    this.planWindowRows(indices, starts, count, batch);
    batch.endWindows();
  }

  /**
   * The last step of decoding: copies the planned records to their rows, in the batch's order and
   * type, and pads them. The storage must be able to provide their bytes without waiting.
   */
  decodePlanned(batch: TokenBatch): void {
    batch.fill(this.file, this.name);
  }

  /**
   * Decodes the records at `indices` into `batch.data`, and sets `batch.shape` and `batch.lengths`.
   * With a mapped file, it makes no garbage.
   *
   * @throws {UsageError} when there is no such record, or one is longer than the batch has room
   *   for.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeBatch(indices: Indices, batch: TokenBatch): void {
    this.plan(indices, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: TokenBatch): Promise<void> {
    await this.table.prefetch(indices);
    this.plan(indices, batch);
    using _lease = await this.file.prefetch(batch.extents());
    this.decodePlanned(batch);
  }

  /**
   * Decodes `count` frames of each record, the first from frame `starts[0]` of record `indices[0]`
   * on, and reads nothing else. Anything past a record's end is padding, and `batch.lengths` says
   * how many steps aren't. With a mapped file, it makes no garbage.
   *
   * @throws {UsageError} when there is no such record, a start isn't an integer of at least 0, or
   *   the batch has no room for that many frames.
   * @throws {IntegrityError} when a record's bytes fail their checksum.
   */
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    this.planWindows(indices, starts, count, batch);
    this.decodePlanned(batch);
  }

  /** {@link decodeWindowBatch} for asynchronous storage. */
  async decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: TokenBatch,
  ): Promise<void> {
    await this.table.prefetch(indices);
    this.planWindows(indices, starts, count, batch);
    using _lease = await this.file.prefetch(batch.extents());
    this.decodePlanned(batch);
  }

  /**
   * Loads whole records, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.table.prefetch(indices);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  #place(index: number): Omit<TokenWindowRequest, "start" | "count"> {
    const { position } = this.extent(index);
    const frames = this.table.page(index).words[(index & pageMask) * 4 + 2]!;
    const { bits, nCodebooks } = this;
    return { field: this.name, record: index, position, nCodebooks, bits, frames };
  }
}
