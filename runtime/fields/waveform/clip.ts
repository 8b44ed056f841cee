import { Resampler } from "../../../audio/pcm/resampler.ts";
import { wavHeader, wavPadding } from "../../../audio/pcm/wav_header.ts";
import type { Waveform } from "../../../schema/mod.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";

/** The decoded stems of a recording by name; `null` for those that it doesn't have. */
export type StemClips<Samples extends StoredSamples, Name extends string> = {
  readonly [N in Name]: Clip<Samples> | null;
};

/** Frames that are resampled at once. */
const framesAtOnce = 65_536;

/** A decoded clip, in memory of its own, and the forms that others take it in. */
export class Clip<Samples extends StoredSamples = StoredSamples> implements Waveform<Samples> {
  /** Shape (samples, channels), interleaved. */
  readonly samples: Samples;
  /** Samples per second. */
  readonly sampleRate: number;
  /** Channels interleaved in `samples`. */
  readonly channels: number;

  /** Made by `decode`. */
  constructor(samples: Samples, sampleRate: number, channels: number) {
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  /**
   * The samples as float32, interleaved, in memory of their own: integers divided by 2¹⁵ or 2³¹, mixed
   * and resampled (`"sinc"`) as the options say. This is what transformers.js takes, with
   * `{ sampleRate: 16_000, mono: true }`.
   *
   * @param options the rate, the clip's own if omitted; whether channels are mixed to their mean, which
   *   they aren't by default.
   * @throws {UsageError} `"resampler-options"` for a rate that audio can't have; in a browser, also when
   *   the module that resamples hasn't been loaded.
   */
  toFloat32(
    options: { readonly sampleRate?: number; readonly mono?: boolean } = {},
  ): Float32Array<ArrayBuffer> {
    const { sampleRate = this.sampleRate, mono = false } = options;
    const isMixed = mono && this.channels > 1;
    const channels = isMixed ? 1 : this.channels;
    const samples = isMixed ? this.#mixed() : this.#scaled();
    if (sampleRate === this.sampleRate) return samples;
    return resampled(samples, { from: this.sampleRate, to: sampleRate, channels });
  }

  /**
   * The clip as a buffer of Web Audio, which plays it at its own rate. A clip without samples becomes a
   * frame of silence, as there are no empty buffers.
   *
   * @param context an `AudioContext` or an `OfflineAudioContext`.
   */
  toAudioBuffer<
    Buffer extends {
      copyToChannel(samples: Float32Array<ArrayBuffer>, channel: number): void;
    },
  >(
    context: { createBuffer(channels: number, frames: number, sampleRate: number): Buffer },
  ): Buffer {
    const { channels } = this;
    const frames = this.samples.length / channels;
    const buffer = context.createBuffer(channels, Math.max(1, frames), this.sampleRate);
    const scaled = this.#scaled();
    const row = new Float32Array(frames);
    for (let channel = 0; channel < channels; channel++) {
      for (let frame = 0; frame < frames; frame++) row[frame] = scaled[frame * channels + channel]!;
      buffer.copyToChannel(row, channel);
    }
    return buffer;
  }

  /**
   * The clip as a WAV file, in the type of its samples: for `<audio>`, or to be stored.
   *
   * @throws {UsageError} `"too-large"` beyond 4 GiB.
   */
  toWav(): Uint8Array<ArrayBuffer> {
    const { samples, sampleRate, channels } = this;
    const format = {
      sampleRate,
      channels,
      frames: samples.length / channels,
      sampleBytes: samples.BYTES_PER_ELEMENT,
      isFloat: samples instanceof Float32Array,
    };
    const header = wavHeader(format);
    const file = new Uint8Array(header.length + samples.byteLength + wavPadding(format));
    file.set(header);
    file.set(
      new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
      header.length,
    );
    return file;
  }

  /** The samples as float32. */
  #scaled(): Float32Array<ArrayBuffer> {
    const { samples } = this;
    if (samples instanceof Float32Array) return samples.slice();
    const scale = scaleOf(samples);
    return Float32Array.from(samples, (sample) => sample * scale);
  }

  /** The mean of all channels, as float32. */
  #mixed(): Float32Array<ArrayBuffer> {
    const { samples, channels } = this;
    const scale = scaleOf(samples);
    const mixed = new Float32Array(samples.length / channels);
    for (let frame = 0, at = 0; frame < mixed.length; frame++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += samples[at++]!;
      mixed[frame] = sum * scale / channels;
    }
    return mixed;
  }
}

function scaleOf(samples: StoredSamples): number {
  if (samples instanceof Float32Array) return 1;
  return samples instanceof Int16Array ? 2 ** -15 : 2 ** -31;
}

function resampled(
  samples: Float32Array<ArrayBuffer>,
  { from, to, channels }: { from: number; to: number; channels: number },
): Float32Array<ArrayBuffer> {
  using resampler = new Resampler({ from, to, channels, method: "sinc" });
  const out = new Float32Array(resampler.outputFrames(samples.length / channels) * channels);
  let length = 0;
  const take = (piece: Float32Array) => {
    out.set(piece, length);
    length += piece.length;
  };
  const step = framesAtOnce * channels;
  for (let at = 0; at < samples.length; at += step) {
    take(resampler.process(samples.subarray(at, at + step)));
  }
  for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) take(rest);
  return out;
}
