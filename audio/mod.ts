/**
 * Audio on its way in: files and arrays as streams of samples, and their conversion into what a
 * waveform field stores.
 *
 * @example Reading a WAV file, mixed to mono int16
 * ```ts
 * import { openAudio, PcmConverter } from "./mod.ts";
 *
 * using source = openAudio("tests/data/clips/p05_clipped_multitone_44k_stereo_s16.wav");
 * using converter = new PcmConverter({
 *   from: source.format,
 *   channels: source.channels,
 *   mono: true,
 *   to: "int16",
 * });
 * let bytes = 0;
 * for (let piece = source.next(); piece !== undefined; piece = source.next()) {
 *   bytes += converter.convert(piece).length;
 * }
 * if (source.sampleRate !== 44_100 || bytes !== 2 * 44_100) throw new Error();
 * ```
 *
 * @module
 */
export {
  AUDIO_EXTENSIONS,
  AudioFiles,
  type AudioFilesOptions,
  type AudioInfo,
  type AudioKind,
  type AudioSegment,
  type DecodedWith,
  Ffmpeg,
  identifyAudio,
  openAudio,
  openAudioSegment,
  type OpenOptions,
  probeAudio,
} from "./input/mod.ts";
export {
  type AudioSamples,
  type CodedBytes,
  type HeldBytes,
  type IntakeNote,
  type IntegerFormat,
  integerLimit,
  isScale,
  LevelMeter,
  type MissingAudio,
  type NoteCode,
  noteCodes,
  type PcmClipping,
  PcmConverter,
  type PcmConverterOptions,
  type PcmFormat,
  PcmPipeline,
  PcmResampler,
  type PcmResamplerOptions,
  type PcmRun,
  type PcmSamples,
  PcmScaler,
  type PcmScalerOptions,
  type PcmSource,
  type PcmStream,
  type PcmTarget,
  type ResampleMethod,
  Resampler,
  type ResamplerOptions,
  samplesSource,
  scaledSource,
} from "./pcm/mod.ts";
