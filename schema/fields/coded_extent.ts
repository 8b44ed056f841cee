import { type AudioTarget, fixedChannels, maxChannels } from "../language/audio_target.ts";
import { type AudioCoding, codingDtype } from "../language/coding.ts";
import { dtypeBytes } from "../language/waveform_dtype.ts";
import type { KindExtent } from "../language/kind.ts";
import { maxCodedChannels } from "./codec_target.ts";

/** Bytes of an index entry: part of the format. */
export const indexEntryBytes = 16;

/** Samples between two entries of a FLAC stream's index: part of the format. */
const flacIndexStep = 4096;

/**
 * Samples between two entries of an index: part of the format.
 *
 * @returns `undefined` for PCM, which has no index.
 */
export function indexStep(codec: AudioCoding["codec"], sampleRate: number): number | undefined {
  if (codec === "pcm") return undefined;
  return codec === "flac" ? flacIndexStep : sampleRate / 2;
}

/**
 * How the bytes of coded audio bound its length: PCM by its samples, a codec's stream by its index.
 * Silence can take next to no bytes, but the index has an entry every few thousand samples.
 */
export function codedExtent(
  target: Pick<AudioTarget, "sampleRate" | "channels">,
  coding: AudioCoding,
): KindExtent {
  const channels = fixedChannels(target);
  const step = indexStep(coding.codec, target.sampleRate);
  if (coding.codec === "pcm" || step === undefined) {
    const frameBytes = (channels ?? 1) * dtypeBytes(codingDtype(coding));
    return { leastBytes: (length) => length * frameBytes, widest: channels ?? maxChannels };
  }
  return {
    leastBytes: (length) => length === 0 ? 0 : (Math.ceil(length / step) + 1) * indexEntryBytes,
    widest: channels ?? maxCodedChannels,
  };
}
