import { AudiofieldError, AudioInputError } from "../../errors/mod.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { PcmConverter } from "./pcm_converter.ts";
import type { LevelMeter } from "./level_meter.ts";
import type { PcmFormat, PcmSamples } from "./pcm_source.ts";
import { type ResampleMethod, Resampler } from "./resampler.ts";

/** What {@link PcmResampler} does. */
export interface PcmResamplerOptions {
  /** The source's format. */
  readonly from: PcmFormat;
  /** Frames per second of the source. */
  readonly sampleRate: number;
  /** Samples per frame of the source, from 1 to 255. */
  readonly channels: number;
  /** Whether to average the channels into one. */
  readonly mono: boolean;
  /** How many of them to keep otherwise, as {@link PcmConverterOptions.keep} says. */
  readonly keep?: number;
  /** Frames per second of the result. */
  readonly toRate: number;
  /** How to resample; nothing is done if the rates are equal. */
  readonly method: ResampleMethod;
  /** Counts samples beyond its limit before they are resampled, as {@link PcmConverterOptions.meter}. */
  readonly meter?: LevelMeter | undefined;
}

/** Samples per slice, in and out: enough to keep calls rare, few enough to stay in the cache. */
const SLICE_SAMPLES = 1 << 16;

/**
 * Mixes and resamples a stream of any format, in float32: integers are divided by their full scale,
 * a power of two, so that those of up to 24 bits lose nothing.
 *
 * @example
 * ```ts
 * import { PcmResampler } from "./mod.ts";
 *
 * using resampler = new PcmResampler({
 *   from: "int16",
 *   sampleRate: 48_000,
 *   channels: 2,
 *   mono: true,
 *   toRate: 16_000,
 *   method: "sinc",
 * });
 * let frames = 0;
 * const count = (samples: Float32Array) => void (frames += samples.length);
 * resampler.process(new Int16Array(96_000), count);
 * resampler.finish(count);
 * if (frames !== 16_000) throw new Error();
 * ```
 */
export class PcmResampler implements Disposable {
  readonly #converter: PcmConverter;
  readonly #resampler: Resampler | undefined;
  /** Samples of the source per slice: whole frames. */
  readonly #sliceSamples: number;
  /** Whether the whole clip has to be held, which it may be too long for. */
  readonly #holdsClip: boolean;
  #floats = new Float32Array(0);
  #file: string | undefined;

  /**
   * Plans it.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  constructor(options: PcmResamplerOptions) {
    const { from, channels, mono, keep = channels, sampleRate, toRate, method, meter } = options;
    const kept = mono ? 1 : keep;
    this.#converter = new PcmConverter({ from, channels, mono, keep, to: "float32", meter });
    try {
      this.#resampler = sampleRate === toRate
        ? undefined
        : new Resampler({ from: sampleRate, to: toRate, channels: kept, method });
    } catch (error) {
      this.#converter[Symbol.dispose]();
      throw error;
    }
    this.#holdsClip = method === "fourier";
    const growth = Math.max(1, toRate / sampleRate);
    const widest = Math.max(channels, kept);
    this.#sliceSamples = Math.max(1, Math.floor(SLICE_SAMPLES / growth / widest)) * channels;
  }

  /** The correlation of channels that cancel each other, as {@link PcmConverter.outOfPhase}. */
  get outOfPhase(): number | undefined {
    return this.#converter.outOfPhase;
  }

  /** Begins another stream: errors count frames from 0 again, and name this file. */
  reset(file?: string): void {
    this.#file = file;
    this.#converter.reset(file);
    this.#resampler?.reset();
  }

  /**
   * Takes the next samples, whole frames of the planned format, and passes on the result.
   *
   * @param take Receives interleaved float32; a view that is valid during the call, until memory of
   * the kernels is allocated.
   * @throws {AudioInputError} `"non-finite"`, naming the frame and channel of the source; `"too-long"`
   * for a clip that `"fourier"` can't hold.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  process(samples: PcmSamples, take: (samples: Float32Array) => void): void {
    for (let start = 0; start < samples.length; start += this.#sliceSamples) {
      const slice = samples.subarray(start, start + this.#sliceSamples);
      const bytes = this.#converter.convert(slice);
      const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const result = this.#resampler === undefined ? floats : this.#push(this.#resampler, floats);
      if (result.length > 0) take(result);
    }
  }

  /**
   * Ends the stream and passes on what remains, as {@link process}; {@link reset} begins another.
   */
  finish(take: (samples: Float32Array) => void): void {
    const resampler = this.#resampler;
    if (resampler === undefined) return;
    for (let rest = this.#pull(resampler); rest.length > 0; rest = this.#pull(resampler)) {
      take(rest);
    }
  }

  /** Frees its memory. */
  [Symbol.dispose](): void {
    this.#converter[Symbol.dispose]();
    this.#resampler?.[Symbol.dispose]();
  }

  #push(resampler: Resampler, samples: Float32Array): Float32Array {
    try {
      return resampler.process(this.#outside(samples));
    } catch (error) {
      throw this.#explained(error);
    }
  }

  #pull(resampler: Resampler): Float32Array {
    try {
      return resampler.finish();
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /**
   * If the clip itself is what takes the memory, a shorter one may fit: it is the input's fault.
   */
  #explained(error: unknown): unknown {
    const isMemory = error instanceof AudiofieldError && error.code === "out-of-memory";
    if (!isMemory || !this.#holdsClip) return error;
    const name = this.#file === undefined ? "audio" : `"${this.#file}"`;
    return new AudioInputError(`Cannot resample ${name}: it is too long for the Fourier method`, {
      code: "too-long",
      file: this.#file,
      hint: 'cut it into pieces, or use "sinc"',
      cause: error,
    });
  }

  /** Samples outside the kernels' memory, whose growth while resampling would detach them. */
  #outside(floats: Float32Array): Float32Array {
    if (floats.buffer !== dspKernels().bytes().buffer) return floats;
    if (this.#floats.length < floats.length) this.#floats = new Float32Array(floats.length);
    this.#floats.set(floats);
    return this.#floats.subarray(0, floats.length);
  }
}
