import { AudioInputError } from "../../errors/mod.ts";
import { peakOfFloat32, pickChannels, scaleFloat32 } from "../../kernels/level.ts";
import { type DspKernels, dspKernels, sampleBytes } from "../../kernels/mod.ts";
import { KernelBuffer } from "./_kernel_buffer.ts";
import { integerLimit, LevelMeter } from "./level_meter.ts";

/** What {@link PcmScaler} does. */
export interface PcmScalerOptions {
  /** The format to store. */
  readonly to: "int16" | "int32" | "float32";
  /** Samples per frame, from 1 to 255. */
  readonly channels: number;
  /** How many copies of each sample to store; more than 1 only for frames of one sample. */
  readonly copies: number;
  /**
   * What 1.0 becomes: 2¹⁵ or 2³¹ for audio that came from integers, so that they come back
   * unchanged; the largest integer for audio that came from floats.
   */
  readonly fullScale: "power-of-two" | "largest";
}

const POWERS = { int16: 2 ** 15, int32: 2 ** 31, float32: 1 } as const;
const LARGEST = { int16: 2 ** 15 - 1, int32: 2 ** 31 - 1, float32: 1 } as const;

/**
 * The last step of audio that was mixed, resampled or measured in float32: scales it to full scale
 * and converts it to the format that a waveform stores. Rounded once, to nearest even; integers
 * saturate.
 */
export class PcmScaler implements Disposable {
  readonly #kernels: DspKernels;
  readonly #options: PcmScalerOptions;
  readonly #factor: number;
  /** Samples that come from outside the kernels' memory. */
  readonly #staged: KernelBuffer;
  readonly #scaled: KernelBuffer;
  readonly #copied: KernelBuffer;
  /** Counts the samples that saturate, copies once; `undefined` if floats are stored. */
  readonly meter: LevelMeter | undefined;
  /** Samples seen since the stream began. */
  #samples = 0;
  #file: string | undefined;

  /** Plans it. */
  constructor(options: PcmScalerOptions) {
    this.#kernels = dspKernels();
    this.#options = options;
    this.#factor = (options.fullScale === "largest" ? LARGEST : POWERS)[options.to];
    const { to } = options;
    this.meter = to === "float32" ? undefined : new LevelMeter(integerLimit(to, this.#factor));
    this.#staged = new KernelBuffer(this.#kernels);
    this.#scaled = new KernelBuffer(this.#kernels);
    this.#copied = new KernelBuffer(this.#kernels);
  }

  /** Bytes per stored frame. */
  get frameBytes(): number {
    const { to, channels, copies } = this.#options;
    return sampleBytes(to) * channels * copies;
  }

  /** Begins another stream: errors count frames from 0 again, and name this file. */
  reset(file?: string): void {
    this.#samples = 0;
    this.#file = file;
    this.meter?.reset();
  }

  /**
   * The stored, little-endian bytes of `samples`, each divided by `peak`. A view valid until the
   * next call, or until memory of the kernels is allocated.
   *
   * @throws {AudioInputError} `"non-finite"` for a sample that has left float32's range.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  convert(samples: Float32Array, peak: number): Uint8Array {
    const { to, copies } = this.#options;
    const { length } = samples;
    const byteLength = length * sampleBytes(to);
    const source = this.#stage(samples, byteLength);
    const { offset } = this.#scaled;
    const culprit = scaleFloat32(to, source, offset, length, peak, this.#factor);
    if (culprit >= 0) throw this.#nonFinite(culprit);
    this.#samples += length;
    // What is divided by the clip's peak stays within full scale.
    if (peak === 1) this.meter?.measure("float32", source, length);
    if (copies === 1) return this.#kernels.bytes().subarray(offset, offset + byteLength);
    const copied = this.#copied.offset;
    pickChannels(to, to, offset, copied, length, 1, copies);
    return this.#kernels.bytes().subarray(copied, copied + byteLength * copies);
  }

  /**
   * The largest magnitude of `samples`; 0 for none.
   *
   * @throws {AudioInputError} `"non-finite"` for a sample that has left float32's range.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  peak(samples: Float32Array): number {
    const { length } = samples;
    const source = this.#stage(samples, 0);
    const peak = peakOfFloat32(source, length);
    if (!Number.isFinite(peak)) {
      throw this.#nonFinite(this.#kernels.convert("float32", "float32", source, source, length));
    }
    this.#samples += length;
    return peak;
  }

  /** Frees its memory. */
  [Symbol.dispose](): void {
    this.#staged[Symbol.dispose]();
    this.#scaled[Symbol.dispose]();
    this.#copied[Symbol.dispose]();
  }

  /** Makes room for the result, and returns where the samples are in the kernels' memory. */
  #stage(samples: Float32Array, scaledBytes: number): number {
    const { byteOffset } = samples;
    // Its offset stays the same if growth detaches the view.
    const isInside = samples.buffer === this.#kernels.bytes().buffer;
    if (!isInside) this.#staged.reserve(samples.byteLength);
    this.#scaled.reserve(scaledBytes);
    if (this.#options.copies > 1) this.#copied.reserve(scaledBytes * this.#options.copies);
    if (isInside) return byteOffset;
    const bytes = new Uint8Array(samples.buffer, byteOffset, samples.byteLength);
    this.#kernels.bytes().set(bytes, this.#staged.offset);
    return this.#staged.offset;
  }

  /** The samples were finite before they were mixed and resampled, but aren't any more. */
  #nonFinite(index: number): AudioInputError {
    const { channels } = this.#options;
    const at = this.#samples + index;
    const name = this.#file === undefined ? "audio" : `"${this.#file}"`;
    return new AudioInputError(
      `Cannot store ${name}: after resampling, sample ${Math.floor(at / channels)} of channel ` +
        `${at % channels} is too large for float32`,
      {
        code: "non-finite",
        file: this.#file,
        wanted: "samples within float32's range",
        hint: "scale the audio down",
      },
    );
  }
}
