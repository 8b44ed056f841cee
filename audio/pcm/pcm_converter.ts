import { AudioInputError, UsageError } from "../../errors/mod.ts";
import { pickChannels } from "../../kernels/level.ts";
import { type DspKernels, dspKernels, sampleBytes, type SampleFormat } from "../../kernels/mod.ts";
import { KernelBuffer } from "./_kernel_buffer.ts";
import type { PcmFormat, PcmSamples } from "./pcm_source.ts";

/** What {@link PcmConverter} does. */
export interface PcmConverterOptions {
  /** The source's format. */
  readonly from: PcmFormat;
  /** Samples in a frame of the source, from 1 to 255. */
  readonly channels: number;
  /** Whether to average the channels into one. */
  readonly mono: boolean;
  /**
   * How many channels to keep where they aren't averaged, from 1 to 255: the first ones of several,
   * or copies of the only one. All, when left out.
   */
  readonly keep?: number;
  /** The format to store. */
  readonly to: "int16" | "int32" | "float32";
}

/** Bytes of a tile in and out: both stay in the second-level cache while they are worked on. */
const TILE_BYTES = 64 * 1024;

/**
 * Turns a source's samples into the bytes that a waveform stores. Made once, then run over every
 * piece of a stream.
 *
 * Integer sources scale by powers of two and float sources by the largest integer; what is rounded
 * goes to nearest even, and saturates. The mean of channels is taken in float64.
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
  }

  /** Bytes that a stored frame takes. */
  get frameBytes(): number {
    return this.#targetFrameBytes;
  }

  /**
   * The stored, little-endian bytes of `samples`, which must be whole frames of the planned format.
   * A view valid until the next call; where nothing has to be converted, of `samples` itself.
   *
   * @throws {AudioInputError} `"non-finite"` for NaN and infinity, naming the frame since the start
   * of the stream and the channel.
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
  }

  /** Gives the converter's memory back. Views of it may no longer be read. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#kernels.free(this.#source, this.#sourceBytes);
    this.#target[Symbol.dispose]();
  }

  /** NaN and infinity have no place in a file even where nothing else has to be done. */
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
  }

  #check(samples: PcmSamples): void {
    if (!this.#open) {
      throw new UsageError("Cannot convert samples: the converter has been disposed", {
        code: "disposed",
      });
    }
    const { from, channels } = this.#options;
    const format = samples.constructor.name.replace("Array", "").toLowerCase();
    if (format === from && samples.length % channels === 0) return;
    throw new UsageError(`Cannot convert ${samples.length} samples of ${format}`, {
      code: "converter-input",
      found: `${samples.length} samples of ${format}`,
      wanted: `whole frames of ${channels} channels of ${from}`,
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
