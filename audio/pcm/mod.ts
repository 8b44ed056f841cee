/**
 * Samples in memory: streams of them, and their conversion into what a file stores.
 *
 * @example Storing float32 stereo as int16 mono
 * ```ts
 * import { PcmConverter, samplesSource } from "./mod.ts";
 *
 * const samples = Float32Array.of(0.5, 0.5, -1, -1);
 * using source = samplesSource({ samples, sampleRate: 16_000, channels: 2 });
 * using converter = new PcmConverter({
 *   from: source.format,
 *   channels: source.channels,
 *   mono: true,
 *   to: "int16",
 * });
 * for (let piece = source.next(); piece !== undefined; piece = source.next()) {
 *   const bytes = converter.convert(piece);
 *   if (bytes.length !== 4) throw new Error();
 * }
 * ```
 *
 * @module
 */
export { type IntakeNote, type NoteCode, noteCodes } from "./intake_note.ts";
export { PcmConverter, type PcmConverterOptions } from "./pcm_converter.ts";
export { type IntegerFormat, integerLimit, LevelMeter } from "./level_meter.ts";
export {
  type HeldBytes,
  type PcmClipping,
  PcmPipeline,
  type PcmRun,
  type PcmStream,
  type PcmTarget,
} from "./pcm_pipeline.ts";
export { PcmResampler, type PcmResamplerOptions } from "./pcm_resampler.ts";
export { PcmScaler, type PcmScalerOptions } from "./pcm_scaler.ts";
export type { CodedBytes, MissingAudio, PcmFormat, PcmSamples, PcmSource } from "./pcm_source.ts";
export { type ResampleMethod, Resampler, type ResamplerOptions } from "./resampler.ts";
export { isScale, scaledSource } from "./scaled_source.ts";
export { type AudioSamples, samplesSource } from "./samples_source.ts";
