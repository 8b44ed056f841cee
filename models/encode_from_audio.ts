import { AudioFiles, type AudioSamples, type AudioSegment, samplesSource } from "../audio/mod.ts";
import type { CodecModel, ComputedTokens } from "../runtime/intake/codec_model/codec_model.ts";
import { encodePieces } from "../runtime/intake/codec_model/encode_pieces.ts";
import { modelPieces } from "../runtime/intake/codec_model/model_audio.ts";

/**
 * The tokens of audio: opened, mixed to the model's channels, resampled to its rate as
 * `torchaudio.functional.resample` does, and encoded, in pieces where it is long.
 *
 * @param audio a file, a segment of one, or samples in memory.
 * @returns shape (nCodebooks, ceil(samples / hopLength)), counting samples after resampling; no
 * frames for a clip without samples.
 * @throws {FileError} when a file can't be read.
 * @throws {AudioInputError} when the audio can't be decoded, holds NaN or infinity, or has fewer
 * channels than the model.
 * @throws {ModelError} when the model fails, or its output is wrong.
 *
 * See `openOnnxCodec` for an example.
 */
export async function encodeFromAudio(
  audio: string | AudioSegment | AudioSamples,
  model: CodecModel,
): Promise<ComputedTokens> {
  using files = new AudioFiles();
  const isSamples = typeof audio === "object" && "samples" in audio;
  using source = isSamples ? samplesSource(audio) : files.open(audio);
  const file = isSamples ? undefined : typeof audio === "string" ? audio : audio.path;
  return await encodePieces(model, modelPieces(source, model, file));
}
