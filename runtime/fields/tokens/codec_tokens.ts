import {
  codebookBytes,
  type CodecTokens,
  type CodecTokensInput,
  frameAtSeconds,
  type ResolvedCodecTokens,
  secondsOfFrames,
  tokenBits,
} from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import { TokenBatch } from "./token_batch.ts";
import type { TokenBatchOptions } from "./token_batch_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { CodecTokensEncoder } from "./codec_tokens_encoder.ts";
import { ComputedTokensEncoder } from "./computed_tokens_encoder.ts";
import { isPaddedWithZeros } from "./pack_tokens.ts";
import { noCodecModel } from "./no_codec_model.ts";
import { tokenOptions } from "./token_options.ts";
import { readTokens, readTokenWindow, tokenWindowExtents } from "./token_windows.ts";
import { Block } from "../../storage/block.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { TokenRows } from "./token_rows.ts";

/** The runtime's part of token fields. */
export const codecTokensRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new CodecTokensReader(file, fieldIndex),
  encoder({ field, openAudio, codecModels }) {
    const encoder = new CodecTokensEncoder(field, { openAudio, codecModels });
    return (value, slot) => encoder.encode(value as CodecTokensInput, slot);
  },
  computed({ field, codecModels }) {
    const encoder = new ComputedTokensEncoder(field, { codecModels });
    if (!encoder.hasModel) throw noCodecModel(field.name);
    return encoder;
  },
};

/** Reads tokens by the rules of the format alone. */
class CodecTokensReader implements FieldReader {
  readonly name: string;
  readonly kind = "codecTokens";
  readonly #file: AfdFile;
  readonly #entry: FieldEntry;
  readonly #options: ResolvedCodecTokens;
  readonly #table: Table<StructPage>;
  readonly #bits: number;
  readonly #rows: TokenRows;

  constructor(file: AfdFile, fieldIndex: number) {
    this.#file = file;
    this.#entry = file.entry(fieldIndex);
    const field = file.ir.fields[fieldIndex];
    this.name = field?.name ?? "";
    this.#options = tokenOptions(field?.options ?? {});
    this.#bits = tokenBits(this.#options);
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#rows = new TokenRows(file, {
      field: this.name,
      table: this.#table,
      nCodebooks: this.#options.nCodebooks,
      bits: this.#bits,
    });
  }

  metadata(index: number): Record<string, MetadataValue> {
    const { position, frames, codebooks } = this.#record(index);
    return { dataPtr: position, numFrames: frames, nCodebooks: codebooks };
  }

  extent(index: number): { position: number; length: number } {
    const { position, frames } = this.#record(index);
    const length = this.#options.nCodebooks * codebookBytes(frames, this.#bits);
    if (!this.#file.holds(position, length)) {
      throw this.#file.extentError({ field: this.name, record: index, position, length });
    }
    return { position, length };
  }

  length(index: number): number {
    return this.#record(index).frames;
  }

  width(index: number): number {
    return this.#record(index).codebooks;
  }

  seconds(index: number): number {
    return secondsOfFrames(this.length(index), this.#options.frameRate);
  }

  decode(index: number): CodecTokens {
    return readTokens(this.#file, this.#place(index));
  }

  decodeWindow(index: number, start: number, count: number, out: Uint16Array): number {
    return readTokenWindow(this.#file, out, { ...this.#place(index), start, count });
  }

  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Uint16Array,
  ): Promise<number> {
    await this.#table.prefetch([index]);
    const extents = tokenWindowExtents({ ...this.#place(index), start, count });
    using _lease = await this.#file.prefetch(extents);
    return this.decodeWindow(index, start, count, out);
  }

  frameAt(seconds: number): number {
    return frameAtSeconds(seconds, this.#options.frameRate);
  }

  declareBatch(batchSize: number) {
    const { nCodebooks } = this.#options;
    const shape = [batchSize, nCodebooks, this.#entry.totals.maxLength];
    return { shape, dtype: "uint16", byteLength: shape.reduce((a, b) => a * b, 2) };
  }

  allocateBatch(batchSize: number, options: TokenBatchOptions = {}): TokenBatch {
    return new TokenBatch(this.#file, options, {
      field: this.name,
      capacity: batchSize,
      nCodebooks: this.#options.nCodebooks,
      bits: this.#bits,
      longest: this.#entry.totals.maxLength,
    });
  }

  decodeBatch(indices: Indices, batch: TokenBatch): void {
    this.#rows.decode(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: TokenBatch): Promise<void> {
    return this.#rows.decodeAsync(indices, batch);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    this.#rows.decodeWindows(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: TokenBatch,
  ): Promise<void> {
    return this.#rows.decodeWindowsAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: TokenBatch): void {
    this.#rows.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: TokenBatch): void {
    this.#rows.planWindows(indices, starts, count, batch);
  }

  decodePlanned(batch: TokenBatch): void {
    this.#rows.fill(batch);
  }

  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.#table.prefetch(indices);
    const extents = Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!));
    return await this.#file.prefetch(extents);
  }

  fault(index: number): RecordFault {
    const { frames, codebooks, pad } = this.#record(index);
    if (pad !== 0) return "metadata-padding";
    if (codebooks !== this.#options.nCodebooks) return "codebooks";
    const { data } = this.decode(index);
    if (data.some((token) => token >= this.#options.vocabSize)) return "token-range";
    return frames === 0 || this.#isPadded(index, frames) ? undefined : "padding-bits";
  }

  #isPadded(index: number, frames: number): boolean {
    const { position, length } = this.extent(index);
    const block = Block.allocate(length);
    this.#file.copy(position, length, block, 0);
    const rowBytes = codebookBytes(frames, this.#bits);
    for (let at = 0; at < length; at += rowBytes) {
      const row = block.bytes.subarray(at, at + rowBytes);
      if (!isPaddedWithZeros(row, { frames, bits: this.#bits })) return false;
    }
    return true;
  }

  #place(index: number) {
    const { position } = this.extent(index);
    const { frames } = this.#record(index);
    const { nCodebooks } = this.#options;
    return { field: this.name, record: index, position, nCodebooks, bits: this.#bits, frames };
  }

  #record(index: number) {
    const page = this.#table.page(index);
    const at = (index & pageMask) * 16;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset + at, 16);
    return {
      position: view.getUint32(0, true) + view.getUint32(4, true) * 0x1_0000_0000,
      frames: view.getUint32(8, true),
      codebooks: view.getUint8(12),
      pad: view.getUint8(13) + view.getUint16(14, true),
    };
  }
}
