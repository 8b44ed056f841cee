import { counted } from "../../../errors/counted.ts";
import { PcmPipeline, samplesSource } from "../../../audio/pcm/mod.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { CodecSamples } from "../../../kernels/codecs.ts";
import { opusEncoder } from "../../../kernels/opus.ts";
import { opusRates } from "../../../schema/mod.ts";

/** Opus' own rate, which other rates are resampled to. */
const ownRate = 48_000;

/** Bits per second per channel. */
const bitrate = 64_000;

/** Only audio that is normalised is held back. */
const nothingHeld = { write: () => {}, drain: () => {} };

/** What goes into an Opus file. */
export interface OpusAudio {
  readonly samples: CodecSamples;
  readonly sampleRate: number;
  readonly channels: number;
}

/**
 * An Ogg Opus file at 64 kbit/s per channel, in pieces; audio at rates that Opus doesn't have is
 * resampled to 48 kHz.
 *
 * @throws {UsageError} when there are more channels than Opus has.
 */
export function opusFile(
  audio: OpusAudio,
  { field, record }: { field: string; record: number },
): Uint8Array[] {
  const { sampleRate, channels } = audio;
  if (channels < 1 || channels > 8) {
    throw new UsageError(`Cannot export "${field}" of record ${record} as opus`, {
      code: "format",
      field,
      record,
      found: counted(channels, "channel"),
      wanted: "1 to 8 channels",
      hint: "export it as wav",
    });
  }
  const rate = opusRates.includes(sampleRate) ? sampleRate : ownRate;
  using encoder = opusEncoder({
    sampleRate: rate,
    channels,
    bitrate: bitrate * channels,
    application: "audio",
    frameDuration: 20,
    vbr: true,
    resetSamples: 0,
  });
  const source = samplesSource(audio);
  using pipeline = new PcmPipeline(source, {
    sampleRate: rate,
    channels,
    dtype: "float32",
    normalize: false,
    resample: "sinc",
  });
  const pieces: Uint8Array[] = [];
  encoder.begin();
  pipeline.run(source, {
    write({ buffer, byteOffset, length }) {
      const samples = new Float32Array(buffer as ArrayBuffer, byteOffset, length / 4);
      pieces.push(encoder.push(samples).slice());
    },
    file: undefined,
    held: nothingHeld,
  });
  pieces.push(encoder.finish().slice());
  return pieces;
}
