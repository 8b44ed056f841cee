import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { CodecSamples } from "../../../kernels/codecs.ts";
import { flacEncoder } from "../../../kernels/flac.ts";

/** Frames encoded at a time. */
const framesAtOnce = 65_536;

/** What goes into a FLAC file. */
export interface FlacAudio {
  readonly samples: CodecSamples;
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits per sample; any lower bits of the samples are zero. */
  readonly bits: number;
}

/**
 * A FLAC file, in pieces.
 *
 * @throws {UsageError} when the samples are floats, or have more channels than FLAC allows.
 */
export function flacFile(
  { samples, sampleRate, channels, bits }: FlacAudio,
  { field, record }: { field: string; record: number },
): Uint8Array[] {
  const isFloat = samples instanceof Float32Array;
  if (isFloat || channels < 1 || channels > 8) {
    throw new UsageError(`Cannot export "${field}" of record ${record} as flac`, {
      code: "format",
      field,
      record,
      found: isFloat ? "float32 samples" : counted(channels, "channel"),
      wanted: "integers in 1 to 8 channels",
      hint: "export it as wav",
    });
  }
  using encoder = flacEncoder({ sampleRate, channels, bits, compressionLevel: 5 });
  const pieces: Uint8Array[] = [];
  encoder.begin();
  const step = framesAtOnce * channels;
  for (let at = 0; at < samples.length; at += step) {
    pieces.push(encoder.push(samples.subarray(at, at + step)).slice());
  }
  pieces.push(encoder.finish().slice());
  return [encoder.head.slice(), ...pieces];
}
