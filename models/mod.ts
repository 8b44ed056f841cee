/**
 * Neural codecs: tokens from audio. ONNX Runtime is loaded when a model is opened, and not before;
 * `docs/models.md` says how to export a model and what it must look like.
 *
 * @example Tokens of a clip
 * ```ts
 * import { encodeFromAudio, openOnnxCodec } from "./mod.ts";
 *
 * await using codec = await openOnnxCodec("tests/data/codec/dac_tiny.onnx", {
 *   sampleRate: 44_100,
 *   hopLength: 512,
 *   nCodebooks: 9,
 *   vocabSize: 1024,
 * });
 * const clip = "tests/data/clips/p05_clipped_multitone_44k_stereo_s16.wav";
 * const { shape: [codebooks, frames] } = await encodeFromAudio(clip, codec);
 * if (codebooks !== 9 || frames !== Math.ceil(44_100 / 512)) throw new Error();
 * ```
 *
 * @module
 */
export type { AudioSamples, AudioSegment, PcmSamples } from "../audio/mod.ts";
export type { CodecModel, ComputedTokens } from "../runtime/intake/codec_model/codec_model.ts";
export { type CodecRate, codecRate } from "./codec_rate.ts";
export { encodeFromAudio } from "./encode_from_audio.ts";
export { OnnxCodec, type OnnxCodecOptions, openOnnxCodec } from "./onnx_codec.ts";
export type { OnnxRuntimeName } from "./onnx_runtime.ts";
