import { codebookBytes, secondsOfFrames } from "../../../schema/mod.ts";
import { pageMask } from "../../container/table.ts";
import type { FieldReader, MetadataValue, RecordFault } from "../kind/kind.ts";
import { CodecTokensField } from "./codec_tokens_field.ts";
import { isPaddedWithZeros } from "./pack_tokens.ts";
import { getUint53 } from "../../container/uint53.ts";

/** Reads tokens reflectively, through the field that generated modules build on. */
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

  #isPadded(index: number, frames: number): boolean {
    const { bytes } = this.copied(index, this.extent(index));
    const rowBytes = codebookBytes(frames, this.bits);
    for (let at = 0; at < bytes.length; at += rowBytes) {
      const row = bytes.subarray(at, at + rowBytes);
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
