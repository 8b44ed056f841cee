import { type AudioCoding, codingDtype } from "../../../../schema/mod.ts";
import { CodecTrackEncoder } from "./codec_track_encoder.ts";
import type { Codec, Coding } from "./coding.ts";

/** A coding whose streams a codec makes, followed by an index. */
export function codecCoding(options: AudioCoding, codec: Codec): Coding {
  return {
    options,
    dtype: codingDtype(options),
    encoder: (outputPath) => new CodecTrackEncoder(outputPath, codec),
    codec,
  };
}
