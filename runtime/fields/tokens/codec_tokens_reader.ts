import { codebookBytes, secondsOfFrames } from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask } from "../../container/table.ts";
import { Block } from "../../storage/block.ts";
import type { FieldReader, MetadataValue, RecordFault } from "../kind/kind.ts";
import { CodecTokensField } from "./codec_tokens_field.ts";
import { isPaddedWithZeros } from "./pack_tokens.ts";
import type { TokenBatch } from "./token_batch.ts";
import { getUint53, uint53Of } from "../../container/uint53.ts";

/**
 * Reads tokens reflectively, through the field that generated modules build on. Its loops are
 * theirs for any schema, with members instead of literals.
 */
export class CodecTokensReader extends CodecTokensField implements FieldReader {
  readonly kind = "codecTokens";

  metadata(index: number): Record<string, MetadataValue> {
    const { position, frames, codebooks } = this.#record(index);
    return { dataPtr: position, numFrames: frames, nCodebooks: codebooks };
  }

  length(index: number): number {
    return this.#record(index).frames;
  }

  width(index: number): number {
    return this.#record(index).codebooks;
  }

  seconds(index: number): number {
    return secondsOfFrames(this.length(index), this.frameRate);
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const shape = [batchSize, this.nCodebooks, this.entry.totals.maxLength];
    return { shape, dtype: "uint16", byteLength: shape.reduce((a, b) => a * b, 2) };
  }

  fault(index: number): RecordFault {
    const { frames, codebooks, pad } = this.#record(index);
    if (pad !== 0) return "metadata-padding";
    if (codebooks !== this.nCodebooks) return "codebooks";
    const { data } = this.decode(index);
    if (data.some((token) => token >= this.vocabSize)) return "token-range";
    return frames === 0 || this.#isPadded(index, frames) ? undefined : "padding-bits";
  }

  protected override planRows(indices: Indices, batch: TokenBatch): number {
    const { plan, starts } = batch;
    const { crop, lengths, maxLength } = plan;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const record = indices[row]!;
      const frames = this.#planRow(batch, row, record);
      if (frames > maxLength && !crop) {
        throw plan.tooLong({ file: this.file.name, field: this.name, record, length: frames });
      }
      const kept = frames < maxLength ? frames : maxLength;
      if (kept > longest) longest = kept;
      starts[row] = 0;
      lengths[row] = kept;
    }
    return longest;
  }

  protected override planWindowRows(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: TokenBatch,
  ): void {
    const { lengths } = batch.plan;
    for (let row = 0; row < indices.length; row++) {
      const frames = this.#planRow(batch, row, indices[row]!);
      const start = starts[row]!;
      const first = start < frames ? start : frames;
      const left = frames - first;
      batch.starts[row] = first;
      lengths[row] = left < count ? left : count;
    }
  }

  /** Finds a record from its metadata, and returns its frames. */
  #planRow(batch: TokenBatch, row: number, record: number): number {
    const { file, table } = this;
    const { words } = table.page(record);
    const word = (record & pageMask) * 4;
    const position = uint53Of(words, word);
    const frames = words[word + 2]!;
    const length = codebookBytes(frames, this.bits) * this.nCodebooks;
    if (!file.holds(position, length)) {
      throw file.extentError({ field: this.name, record, position, length });
    }
    batch.plan.indices[row] = record;
    batch.plan.positions[row] = position;
    batch.stored[row] = frames;
    return frames;
  }

  #isPadded(index: number, frames: number): boolean {
    const { position, length } = this.extent(index);
    const block = Block.allocate(length);
    this.file.copy(position, length, block, 0);
    const rowBytes = codebookBytes(frames, this.bits);
    for (let at = 0; at < length; at += rowBytes) {
      const row = block.bytes.subarray(at, at + rowBytes);
      if (!isPaddedWithZeros(row, { frames, bits: this.bits })) return false;
    }
    return true;
  }

  #record(index: number) {
    const page = this.table.page(index);
    const at = (index & pageMask) * 16;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset + at, 16);
    return {
      position: getUint53(view, 0),
      frames: view.getUint32(8, true),
      codebooks: view.getUint8(12),
      pad: view.getUint8(13) + view.getUint16(14, true),
    };
  }
}
