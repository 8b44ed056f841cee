import type { Waveform } from "../../../schema/mod.ts";
import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { type WindowedDelegateField, WindowedReader } from "../kind/delegating_reader.ts";
import type { WaveformMembers } from "./waveform_metadata.ts";

/** What a reader needs of a field of audio. */
export interface AudioField<Batch extends ExportingBatch, Options extends object, Value>
  extends WindowedDelegateField<Batch, Options, Value> {
  readonly metadata: Pick<WaveformMembers, "numSamples" | "channels">;
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number };
}

/** Reads audio reflectively: its length is counted in samples, its width in channels. */
export abstract class AudioReader<
  Batch extends ExportingBatch,
  Options extends object,
  Field extends AudioField<Batch, Options, Value>,
  Value = Waveform<StoredSamples>,
> extends WindowedReader<Batch, Options, Value, Field> {
  abstract seconds(index: number): number;

  override length(index: number): number {
    return this.field.metadata.numSamples(index);
  }

  override width(index: number): number {
    return this.field.metadata.channels(index);
  }

  override declareBatch(
    batchSize: number,
  ): { shape: number[]; dtype: string; byteLength: number } {
    return this.field.declareBatch(batchSize);
  }
}
