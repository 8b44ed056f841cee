import { counted } from "../../errors/counted.ts";
import { AudioInputError } from "../../errors/mod.ts";
import { checkStream } from "./_check_stream.ts";
import type { PcmFormat, PcmSamples, PcmSource } from "./pcm_source.ts";
import { scaledSource } from "./scaled_source.ts";

/** Audio held in memory, as `append` takes it. */
export interface AudioSamples {
  /**
   * Interleaved samples, shape (frames, channels). The array's type tells how they are scaled:
   * int16 and int32 are full scale, float32 and float64 are nominally ±1.
   */
  readonly samples: PcmSamples;
  /** Frames per second. */
  readonly sampleRate: number;
  /** Samples per frame; 1 when left out. */
  readonly channels?: number;
  /** What samples are multiplied by on the way in, above 0, such as 1/32768; 1 when left out. */
  readonly scale?: number | undefined;
}

/** Samples per piece: enough for most clips at once, few enough to convert without much memory. */
const PIECE_SAMPLES = 1 << 18;

/**
 * Presents audio in memory as a stream, without copying it.
 *
 * @param audio The samples and what they mean.
 * @param name What to call them in errors, such as a record's field.
 * @throws {AudioInputError} `"sample-type"`, `"sample-rate"`, `"channels"` or `"partial-frame"`.
 * @throws {AudioInputError} `"scale"` for integers and a scale below 1/256.
 * @throws {UsageError} `"scale"` for a scale that isn't a finite number above 0.
 */
export function samplesSource(audio: AudioSamples, name = "samples"): PcmSource {
  const { samples, sampleRate, channels = 1, scale = 1 } = audio;
  const format = pcmFormat(samples, name);
  checkStream({ sampleRate, channels }, name);
  if (samples.length % channels !== 0) {
    throw new AudioInputError(
      `Cannot use "${name}": ${counted(samples.length, "sample")} can't be divided into frames of ${
        counted(channels, "channel")
      }`,
      {
        code: "partial-frame",
        found: samples.length,
        wanted: `a multiple of ${counted(channels, "sample")}`,
        hint: "check the channel count, or drop the last samples",
      },
    );
  }
  const frames = samples.length / channels;
  const pieceLength = Math.max(1, Math.floor(PIECE_SAMPLES / channels)) * channels;
  let position = 0;
  const next = () => {
    if (position >= samples.length) return undefined;
    const piece = samples.subarray(position, position + pieceLength);
    position += pieceLength;
    return piece;
  };
  const dispose = () => void (position = samples.length);
  const source = { sampleRate, channels, format, frames, next, [Symbol.dispose]: dispose };
  return scaledSource(source, scale, name);
}

function pcmFormat(samples: unknown, name: string): PcmFormat {
  if (samples instanceof Int16Array) return "int16";
  if (samples instanceof Int32Array) return "int32";
  if (samples instanceof Float32Array) return "float32";
  if (samples instanceof Float64Array) return "float64";
  const found = Object.prototype.toString.call(samples).slice(8, -1);
  throw new AudioInputError(`Cannot use "${name}": its samples are of type ${found}`, {
    code: "sample-type",
    found,
    wanted: "an Int16Array, Int32Array, Float32Array or Float64Array",
  });
}
