import type { ResolvedWaveform } from "../../../schema/mod.ts";
import { fixedChannels, waveformDtypes } from "../../../schema/reading.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { MetadataValue, RecordFault } from "../kind/kind.ts";
import { AnyWaveformField } from "./any_waveform_field.ts";
import { AudioReader } from "./audio_reader.ts";
import type { AnyWaveformBatch } from "./converted_batch.ts";
import type { ConvertedBatchOptions, WaveformBatchOptions } from "./waveform_options.ts";

/** Reads PCM with nothing but the rules of the format. */
export class WaveformReader extends AudioReader<
  AnyWaveformBatch,
  WaveformBatchOptions | ConvertedBatchOptions,
  AnyWaveformField
> {
  readonly #options: ResolvedWaveform;

  constructor(file: AfdFile, fieldIndex: number, options: ResolvedWaveform) {
    const channels = fixedChannels(options);
    super("waveform", new AnyWaveformField(file, fieldIndex, { dtype: options.dtype, channels }));
    this.#options = options;
  }

  override metadata(index: number): Record<string, MetadataValue> {
    const { metadata } = this.field;
    return {
      dataPtr: metadata.dataPtr(index),
      numSamples: metadata.numSamples(index),
      durationMs: metadata.durationMs(index),
      sampleRate: metadata.sampleRate(index),
      channels: metadata.channels(index),
      dtypeCode: metadata.dtypeCode(index),
    };
  }

  override seconds(index: number): number {
    return this.length(index) / this.#options.sampleRate;
  }

  override fault(index: number): RecordFault {
    const { metadata } = this.field;
    const [samples, channels] = [metadata.numSamples(index), metadata.channels(index)];
    const { sampleRate, dtype } = this.#options;
    if (metadata.padding(index) !== 0) return "metadata-padding";
    if (metadata.sampleRate(index) !== sampleRate) return "sample-rate";
    if (waveformDtypes[metadata.dtypeCode(index)] !== dtype) return "dtype";
    if (channels === 0 || channels !== (fixedChannels(this.#options) ?? channels)) {
      return "channels";
    }
    if (metadata.durationMs(index) !== Math.floor((samples * 1000) / sampleRate)) return "duration";
    return undefined;
  }
}
