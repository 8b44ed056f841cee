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
import type { ByteRange } from "../../storage/storage.ts";
import { FramesField } from "../kind/frames_field.ts";
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
 * A field of codec tokens in an open file. Generated fields extend it, and write the loops that plan
 * batches with their schema's constants.
 */
export class CodecTokensField extends FramesField<TokenBatch, Uint16Array> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: TokenBatchTypes;
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
    super(file, fieldIndex);
    this.entry = file.entry(fieldIndex);
    const options = tokenOptions(file.ir.fields[fieldIndex]?.options ?? {});
    this.nCodebooks = options.nCodebooks;
    this.vocabSize = options.vocabSize;
    this.frameRate = options.frameRate;
    this.bits = tokenBits(options);
  }

  /**
   * The tokens of record `index`, in memory of their own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): CodecTokens {
    return readTokens(this.file, this.#place(index));
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
  override decodeWindow(index: number, start: number, count: number, out: Uint16Array): number {
    return readTokenWindow(this.file, out, { ...this.#place(index), start, count });
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

  /** @ignore */
  protected override check(batch: unknown): void {
    TokenBatch.check(batch, this.name, this.nCodebooks, this.bits);
  }

  /** @ignore */
  protected override payloadBytes(frames: number): number {
    return this.nCodebooks * codebookBytes(frames, this.bits);
  }

  /** @ignore */
  protected override firstsOf(batch: TokenBatch): Uint32Array {
    return batch.starts;
  }

  /** @ignore */
  protected override plannedExtents(batch: TokenBatch): ByteRange[] {
    return batch.extents();
  }

  /** @ignore */
  protected override windowExtents(index: number, start: number, count: number): ByteRange[] {
    return tokenWindowExtents({ ...this.#place(index), start, count });
  }

  #place(index: number): Omit<TokenWindowRequest, "start" | "count"> {
    const { position } = this.extent(index);
    const frames = this.framesOf(index);
    const { bits, nCodebooks } = this;
    return { field: this.name, record: index, position, nCodebooks, bits, frames };
  }
}
