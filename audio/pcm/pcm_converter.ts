import { counted } from "../../errors/counted.ts";
import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { addEnergies, pickChannels } from "../../kernels/level.ts";
import { type DspKernels, dspKernels, sampleBytes, type SampleFormat } from "../../kernels/mod.ts";
import { KernelBuffer } from "./_kernel_buffer.ts";
import type { LevelMeter } from "./level_meter.ts";
import type { PcmFormat, PcmSamples } from "./pcm_source.ts";

/** What {@link PcmConverter} does. */
export interface PcmConverterOptions {
  /** The source's format. */
  readonly from: PcmFormat;
  /** Samples per frame of the source, from 1 to 255. */
  readonly channels: number;
  /** Whether to average the channels into one. */
  readonly mono: boolean;
  /**
   * How many channels to keep if they aren't averaged, from 1 to 255: the first ones of several, or
   * copies of the only one. All by default.
   */
  readonly keep?: number;
  /** The format to store. */
  readonly to: "int16" | "int32" | "float32";
  /**
   * Counts samples beyond its limit, after mixing; copies of one channel count once. Only for
   * sources of floats: integers can't be beyond full scale.
   */
  readonly meter?: LevelMeter | undefined;
}

/** Two sums in float64. */
const ENERGY_BYTES = 16;

/** The share of their power that is left of channels that count as cancelling each other. */
const CANCELLED = 0.05;

/** The mean power of channels that count as more than noise: −60 dB of full scale. */
const AUDIBLE = 1e-6;

const FULL_SCALE = { int16: 2 ** 15, int32: 2 ** 31, float32: 1, float64: 1 } as const;

/** Bytes per tile, in and out: both stay in the second-level cache while they are worked on. */
const TILE_BYTES = 64 * 1024;

/**
 * Turns a source's samples into the bytes that a waveform stores. Made once, then run over every
 * piece of a stream.
 *
 * Integer sources scale by powers of two and float sources by the largest integer; results are
 * rounded to nearest even, and saturate. The mean of channels is taken in float64.
 *
 * @example
 * ```ts
 * import { PcmConverter } from "./mod.ts";
 *
 * using converter = new PcmConverter({ from: "float32", channels: 2, mono: true, to: "int16" });
 * const bytes = converter.convert(Float32Array.of(1, 0, 0.5, 0.5));
 * const stored = new Int16Array(bytes.slice().buffer);
 * if (stored[0] !== 16384 || stored[1] !== 16384) throw new Error();
 * ```
 */
export class PcmConverter implements Disposable {
  readonly #kernels: DspKernels;
  readonly #options: PcmConverterOptions;
  /** Channels of what is stored. */
  readonly #kept: number;
  /** Whether the stored bytes are the source's own. */
  readonly #same: boolean;
  readonly #sourceFrameBytes: number;
  readonly #targetFrameBytes: number;
  readonly #tileFrames: number;
  readonly #source: number;
  readonly #sourceBytes: number;
  readonly #target: KernelBuffer;
  readonly #meter: LevelMeter | undefined;
  /** Means that are metered. */
  readonly #means: KernelBuffer;
  /** Where the energies of channels and of their sum are added up, if channels are mixed. */
  readonly #energies: number | undefined;
  /** Frames converted since the stream began. */
  #frames = 0;
  #file: string | undefined;
  #open = true;

  /**
   * Plans a conversion.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  constructor(options: PcmConverterOptions) {
    const kept = options.mono ? 1 : options.keep ?? options.channels;
    this.#kernels = dspKernels();
    this.#options = options;
    this.#kept = kept;
    this.#same = kept === options.channels && options.from === options.to;
    this.#sourceFrameBytes = sampleBytes(options.from) * options.channels;
    this.#targetFrameBytes = sampleBytes(options.to) * kept;
    this.#tileFrames = Math.max(1, Math.floor(TILE_BYTES / this.#sourceFrameBytes));
    this.#sourceBytes = this.#tileFrames * this.#sourceFrameBytes;
    this.#source = this.#kernels.allocate(this.#sourceBytes);
    this.#target = new KernelBuffer(this.#kernels);
    this.#means = new KernelBuffer(this.#kernels);
    this.#meter = options.from.startsWith("int") ? undefined : options.meter;
    if (options.mono && options.channels > 1) this.#energies = this.#kernels.allocate(ENERGY_BYTES);
    this.reset();
  }

  /** Bytes per stored frame. */
  get frameBytes(): number {
    return this.#targetFrameBytes;
  }

  /**
   * The stored, little-endian bytes of `samples`, which must be whole frames of the planned format.
   * A view valid until the next call; if nothing has to be converted, a view of `samples` itself.
   *
   * @throws {AudioInputError} `"non-finite"` for NaN and infinity, naming the channel and the
   * frame, counted from the start of the stream.
   */
  convert(samples: PcmSamples): Uint8Array {
    this.#check(samples);
    const source = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    const frames = samples.byteLength / this.#sourceFrameBytes;
    if (this.#same) {
      if (this.#options.from === "float32") this.#checkFinite(source, frames);
      this.#frames += frames;
      return source;
    }
    const length = frames * this.#targetFrameBytes;
    this.#target.reserve(length);
    const { offset } = this.#target;
    for (let frame = 0; frame < frames; frame += this.#tileFrames) {
      const count = Math.min(this.#tileFrames, frames - frame);
      this.#stage(source, frame, count);
      this.#run(this.#options.to, offset + frame * this.#targetFrameBytes, count);
    }
    return this.#kernels.bytes().subarray(offset, offset + length);
  }

  /** Begins another stream: frames count from 0 again, and errors name this file. */
  reset(file?: string): void {
    this.#frames = 0;
    this.#file = file;
    this.#meter?.reset();
    const energies = this.#energies;
    if (energies !== undefined) this.#kernels.bytes().fill(0, energies, energies + ENERGY_BYTES);
  }

  /**
   * The correlation of channels that cancel each other when they are mixed, near −1 for two;
   * `undefined` for others. Channels cancel if their sum has at most 1/20 of the power that
   * unrelated channels would add up to, and they are louder than −60 dB of full scale on average.
   *
   * The correlation is the mean over all pairs of channels x and y of Σxy, divided by the mean of Σx².
   */
  get outOfPhase(): number | undefined {
    if (this.#energies === undefined || this.#frames === 0) return undefined;
    const view = new DataView(this.#kernels.bytes().buffer, this.#energies, ENERGY_BYTES);
    const [energy, sum] = [view.getFloat64(0, true), view.getFloat64(8, true)];
    const { from, channels } = this.#options;
    const power = energy / (this.#frames * channels) / FULL_SCALE[from] ** 2;
    if (power <= AUDIBLE || sum > CANCELLED * energy) return undefined;
    return (sum / energy - 1) / (channels - 1);
  }

  /** Frees the converter's memory. Views of it may no longer be read. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#kernels.free(this.#source, this.#sourceBytes);
    this.#target[Symbol.dispose]();
    this.#means[Symbol.dispose]();
    if (this.#energies !== undefined) this.#kernels.free(this.#energies, ENERGY_BYTES);
  }

  /** NaN and infinity have no place in a file, even if nothing else has to be done. */
  #checkFinite(source: Uint8Array, frames: number): void {
    const start = this.#frames;
    for (let frame = 0; frame < frames; frame += this.#tileFrames) {
      const count = Math.min(this.#tileFrames, frames - frame);
      this.#stage(source, frame, count);
      this.#run("float32", this.#source, count);
    }
    this.#frames = start;
  }

  #stage(source: Uint8Array, frame: number, count: number): void {
    const from = frame * this.#sourceFrameBytes;
    const tile = source.subarray(from, from + count * this.#sourceFrameBytes);
    this.#kernels.bytes().set(tile, this.#source);
  }

  #run(to: SampleFormat, target: number, frames: number): void {
    const { from, channels, mono } = this.#options;
    const source = this.#source;
    const culprit = mono
      ? this.#kernels.mixToMono(from, to, source, target, frames, channels)
      : this.#kept === channels
      ? this.#kernels.convert(from, to, source, target, frames * channels)
      : pickChannels(from, to, source, target, frames, channels, this.#kept);
    if (culprit >= 0) throw this.#nonFinite(culprit);
    this.#frames += frames;
    if (this.#energies !== undefined) {
      addEnergies(from, source, this.#energies, frames, channels);
    }
    if (this.#meter !== undefined) this.#measure(this.#meter, frames);
  }

  /** Counts what is beyond the limit among staged frames of floats. */
  #measure(meter: LevelMeter, frames: number): void {
    const { from, channels, mono } = this.#options;
    const format = from as "float32" | "float64";
    const source = this.#source;
    const kept = mono ? 1 : Math.min(channels, this.#kept);
    if (kept === channels) return meter.measure(format, source, frames * channels);
    // A mean is no larger than the largest of its samples.
    if (meter.countOver(format, source, frames * channels) === 0) return meter.skip(frames * kept);
    this.#means.reserve(this.#tileFrames * kept * 8);
    const means = this.#means.offset;
    if (mono) this.#kernels.mixToMono(from, "float64", source, means, frames, channels);
    else pickChannels(from, "float64", source, means, frames, channels, kept);
    meter.measure("float64", means, frames * kept);
  }

  #check(samples: PcmSamples): void {
    if (!this.#open) {
      throw new UsageError("Cannot convert samples: the converter has been disposed of", {
        code: "disposed",
      });
    }
    const { from, channels } = this.#options;
    const format = samples.constructor.name.replace("Array", "").toLowerCase();
    if (format === from && samples.length % channels === 0) return;
    throw new UsageError(`Cannot convert ${counted(samples.length, "sample")} of ${format}`, {
      code: "converter-input",
      found: `${counted(samples.length, "sample")} of ${format}`,
      wanted: `whole frames of ${counted(channels, "channel")} of ${from}`,
    });
  }

  #nonFinite(index: number): AudioInputError {
    const { channels } = this.#options;
    const sample = new DataView(this.#kernels.bytes().buffer);
    const { from } = this.#options;
    const at = this.#source + index * sampleBytes(from);
    const found = from === "float32" ? sample.getFloat32(at, true) : sample.getFloat64(at, true);
    const frame = this.#frames + Math.floor(index / channels);
    const what = Number.isFinite(found) ? "is too large for float32" : "is not finite";
    return new AudioInputError(
      `Cannot store ${this.#file === undefined ? "audio" : `"${this.#file}"`}: sample ${frame} ` +
        `of channel ${index % channels} ${what}`,
      {
        code: "non-finite",
        file: this.#file,
        found: String(found),
        wanted: "finite samples",
        hint: "repair the audio, or leave it out",
      },
    );
  }
}
