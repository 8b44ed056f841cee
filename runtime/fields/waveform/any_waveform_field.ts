import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { AnyWaveformBatch } from "./converted_batch.ts";
import type { WaveformFieldOptions } from "./waveform_clips.ts";
import { WaveformField } from "./waveform_field.ts";
import { WaveformMetadata } from "./waveform_metadata.ts";

/**
 * A field of PCM with any schema. Its loops are those of generated modules, with members instead of
 * constants; a clip has as many channels as its record says.
 */
export class AnyWaveformField extends WaveformField<StoredSamples> {
  override readonly metadata: WaveformMetadata;

  constructor(file: AfdFile, fieldIndex: number, options: WaveformFieldOptions) {
    super(file, fieldIndex, options);
    this.metadata = new WaveformMetadata(this.table);
  }

  protected override channelsOf(index: number): number {
    return this.metadata.channels(index);
  }

  protected override planRows(indices: Indices, batch: AnyWaveformBatch): number {
    const { crop, lengths, maxLength } = batch.plan;
    let longest = 0;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      const samples = this.#planRow(index, row, batch);
      if (samples > maxLength && !crop) throw this.tooLong(index, samples, batch);
      const kept = samples < maxLength ? samples : maxLength;
      if (kept > longest) longest = kept;
      lengths[row] = kept;
    }
    return longest;
  }

  protected override planWindowRows(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch,
  ): void {
    const { lengths, positions } = batch.plan;
    for (let row = 0; row < indices.length; row++) {
      const samples = this.#planRow(indices[row]!, row, batch);
      const start = starts[row]!;
      const first = start < samples ? start : samples;
      const left = samples - first;
      positions[row]! += first * batch.channels[row]! * this.sampleBytes;
      lengths[row] = left < count ? left : count;
    }
  }

  /** Finds a clip from its metadata, and returns its samples per channel. */
  #planRow(
    index: number,
    row: number,
    { channels: widths, plan, widest }: AnyWaveformBatch,
  ): number {
    const { bytes, words } = this.table.page(index);
    const word = (index & pageMask) * 6;
    const position = uint53Of(words, word);
    const samples = words[word + 2]!;
    const channels = bytes[word * 4 + 20]!;
    const byteLength = samples * channels * this.sampleBytes;
    if (!this.file.holds(position, byteLength)) {
      throw this.extentError(index, position, byteLength);
    }
    if (channels > widest) throw this.channelsError(index, channels);
    widths[row] = channels;
    plan.indices[row] = index;
    plan.positions[row] = position;
    return samples;
  }
}
