import { fieldKind } from "../../schema/mod.ts";
import { code } from "../print/code.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { structCode } from "./struct_metadata.ts";
import type { WaveformCode } from "./waveform.ts";

/** The loops over a batch's clips, with the schema's constants: the hot part of reading PCM. */
export function waveformLoops(waveform: WaveformCode, file: GeneratedFile): string {
  const { AnyWaveformBatch, Indices, WaveformBatch } = file.types(
    "AnyWaveformBatch",
    "Indices",
    "WaveformBatch",
  );
  const { arrayType, channels, sampleBytes } = waveform;
  const isFixed = channels !== undefined;
  const frameBytes = isFixed ? channels * sampleBytes : `channels * ${sampleBytes}`;
  const locate = locateClip(waveform, file);
  return code`
    /** Finds whole clips: where each is, and how much of it is kept. */
    protected override planRows(indices: ${Indices}, batch: ${AnyWaveformBatch}<${arrayType}>): number {
      const { file, table } = this;
      const { crop, indices: records, lengths, maxLength, positions } = batch.plan;
      ${!isFixed && "const { channels: widths, widest } = batch;"}
      let longest = 0;
      for (let row = 0; row < indices.length; row++) {
        ${locate}
        if (samples > maxLength && !crop) throw this.tooLong(index, samples, batch);
        const kept = samples < maxLength ? samples : maxLength;
        if (kept > longest) longest = kept;
        records[row] = index;
        positions[row] = position;
        lengths[row] = kept;
      }
      return longest;
    }

    /** Finds windows of clips: where each is, and how much of it is the clip's own. */
    protected override planWindowRows(
      indices: ${Indices},
      starts: ${Indices},
      count: number,
      batch: ${AnyWaveformBatch}<${arrayType}>,
    ): void {
      const { file, table } = this;
      const { indices: records, lengths, positions } = batch.plan;
      ${!isFixed && "const { channels: widths, widest } = batch;"}
      for (let row = 0; row < indices.length; row++) {
        ${locate}
        const start = starts[row]!;
        const first = start < samples ? start : samples;
        const left = samples - first;
        records[row] = index;
        positions[row] = position + first * ${frameBytes};
        lengths[row] = left < count ? left : count;
      }
    }

    /** Copies the planned clips to their rows, followed by zeros. */
    protected override copyRows(batch: ${WaveformBatch}<${arrayType}>): void {
      ${isFixed ? copyFixed(channels * sampleBytes) : copyVaried(sampleBytes)}
    }
  `;
}

/** The lines that find a clip, and check that it lies in the payload region. */
function locateClip({ channels, sampleBytes }: WaveformCode, file: GeneratedFile): string {
  const struct = structCode(fieldKind("waveform")!.layout, file);
  const find = code`
    const position = ${struct.member("data_ptr")};
    const samples = ${struct.member("num_samples")};
  `;
  const check = code`
    if (!file.holds(position, byteLength)) throw this.extentError(index, position, byteLength);
  `;
  if (channels !== undefined) {
    return code`
      const index = indices[row]!;
      const { words } = table.page(index);
      const word = ${struct.word};
      ${find}
      const byteLength = samples * ${channels * sampleBytes};
      ${check}
    `;
  }
  return code`
    const index = indices[row]!;
    const { bytes, words } = table.page(index);
    const word = ${struct.word};
    ${find}
    const channels = ${struct.member("channels")};
    const byteLength = samples * channels * ${sampleBytes};
    ${check}
    if (channels > widest) throw this.channelsError(index, channels);
    widths[row] = channels;
  `;
}

/** All clips have as many channels as their rows: each takes one copy. */
function copyFixed(frameBytes: number): string {
  return code`
    const { file } = this;
    const { block, shape } = batch;
    const { indices, lengths, positions } = batch.plan;
    const { bytes } = block;
    const rowBytes = shape[1] * ${frameBytes};
    let row = 0;
    try {
      for (; row < shape[0]; row++) {
        const offset = row * rowBytes;
        const byteLength = lengths[row]! * ${frameBytes};
        file.copy(positions[row]!, byteLength, block, offset);
        bytes.fill(0, offset + byteLength, offset + rowBytes);
      }
    } catch (cause) {
      throw this.decodeError(cause, indices[row]!);
    }
  `;
}

/** Clips with fewer channels than their rows are spread over them. */
function copyVaried(sampleBytes: number): string {
  return code`
    const { file } = this;
    const { block, channels, shape } = batch;
    const { indices, lengths, positions } = batch.plan;
    const { bytes } = block;
    const rowFrameBytes = shape[2] * ${sampleBytes};
    const rowBytes = shape[1] * rowFrameBytes;
    let row = 0;
    try {
      for (; row < shape[0]; row++) {
        const offset = row * rowBytes;
        const byteLength = lengths[row]! * rowFrameBytes;
        if (channels[row] === shape[2]) file.copy(positions[row]!, byteLength, block, offset);
        else this.spreadRow(batch, row);
        bytes.fill(0, offset + byteLength, offset + rowBytes);
      }
    } catch (cause) {
      throw this.decodeError(cause, indices[row]!);
    }
  `;
}
