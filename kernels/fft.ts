import { AudiofieldError, UsageError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import { rangeError } from "./range_error.ts";
import * as dsp from "./wasm/dsp.js";

/** The number type of a transform's input and output. */
export type FftDtype = "float32" | "float64";

/** The longest transform that can be planned. */
const LONGEST = 2 ** 22;

/**
 * Fourier transforms of real frames, any number of them per call, in the kernels' memory. Four
 * float32 frames (two of float64) are transformed at once, each in its lane of a vector.
 *
 * A plan is made once for each length and number type, and shared by all instances that need an
 * equal one; the last one to be disposed of frees it. Making a plan may grow memory; running it
 * never does, and allocates nothing.
 *
 * Both directions are unscaled: one after the other multiplies by `nFft`.
 *
 * @example Overlapping frames of a signal, without a copy
 * ```ts
 * import { dspKernels, RealFft } from "./mod.ts";
 *
 * const [nFft, hopLength, frames] = [512, 128, 5];
 * using fft = new RealFft(nFft);
 *
 * const kernels = dspKernels();
 * const samples = nFft + (frames - 1) * hopLength;
 * const source = kernels.allocate(samples * 4);
 * const target = kernels.allocate(frames * fft.bins * 8);
 * const signal = new Float32Array(kernels.bytes().buffer, source, samples);
 * for (let n = 0; n < samples; n++) signal[n] = Math.cos(2 * Math.PI * 16 * n / nFft);
 *
 * fft.forward(source, hopLength, frames, target);
 *
 * // (frames, bins, 2): the cosine is in bin 16 of every frame.
 * const spectra = new Float32Array(kernels.bytes().buffer, target, frames * fft.bins * 2);
 * if (Math.abs(spectra[2 * 16]! - nFft / 2) > 0.01) throw new Error();
 *
 * kernels.free(source, samples * 4);
 * kernels.free(target, frames * fft.bins * 8);
 * ```
 */
export class RealFft implements Disposable {
  /** Samples per frame. */
  readonly nFft: number;
  /** Bins of a spectrum: those from 0 to `nFft / 2`, so `floor(nFft / 2) + 1` of them. */
  readonly bins: number;
  /** The type of samples, and of the real and imaginary parts of bins. */
  readonly dtype: FftDtype;
  readonly #plan: Plan;

  /**
   * Plans transforms, or shares an equal plan.
   *
   * @param nFft Samples per frame, from 1 to 4,194,304. Lengths without a prime factor above 31 are
   * fast, and even ones among them are the fastest.
   * @throws {UsageError} With the code `"fft-length"`.
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  constructor(nFft: number, { dtype = "float32" }: { dtype?: FftDtype } = {}) {
    this.#plan = new Plan(dtype === "float32" ? 0 : 1, nFft);
    this.nFft = nFft;
    this.bins = Math.floor(nFft / 2) + 1;
    this.dtype = dtype;
  }

  /**
   * Transforms `frames` frames: X[k] = Σ x[n] exp(-2πi n k / nFft).
   *
   * @param src Offset in bytes of the first frame.
   * @param srcStride Samples from the start of a frame to that of the next; less than `nFft` where
   * they overlap.
   * @param dst Offset in bytes of the spectra, (frames, bins, 2): alternating real and imaginary
   * parts.
   * @throws {UsageError} With the code `"kernel-arguments"` when a range isn't inside memory, is
   * misaligned, or overlaps the other, or when this has been disposed of; nothing has been written.
   */
  forward(src: number, srcStride: number, frames: number, dst: number): void {
    this.#plan.run(false, src, srcStride, frames, dst);
  }

  /**
   * Makes frames of `frames` spectra: x[n] = Σ X[k] exp(+2πi n k / nFft) over all `nFft` bins,
   * where the missing ones are conjugates of the others. The imaginary parts of bin 0, and for an
   * even `nFft` of the last, count as 0.
   *
   * @param src Offset in bytes of the first spectrum: (bins, 2).
   * @param srcStride Numbers from the start of a spectrum to that of the next: `2 * bins` if
   * nothing is between them.
   * @param dst Offset in bytes of the frames, (frames, nFft).
   * @throws {UsageError} As {@link RealFft.forward}.
   */
  inverse(src: number, srcStride: number, frames: number, dst: number): void {
    this.#plan.run(true, src, srcStride, frames, dst);
  }

  /** Lets go of the plan. */
  [Symbol.dispose](): void {
    this.#plan[Symbol.dispose]();
  }
}

/**
 * Fourier transforms of complex frames; otherwise as {@link RealFft}.
 *
 * @example There and back
 * ```ts
 * import { ComplexFft, dspKernels } from "./mod.ts";
 *
 * using fft = new ComplexFft(3, { dtype: "float64" });
 * const kernels = dspKernels();
 * const [time, frequency] = [kernels.allocate(48), kernels.allocate(48)];
 * new Float64Array(kernels.bytes().buffer, time, 6).set([1, 2, 3, 4, 5, 6]);
 *
 * fft.forward(time, 6, 1, frequency);
 * fft.inverse(frequency, 6, 1, time);
 *
 * const result = new Float64Array(kernels.bytes().buffer, time, 6);
 * if (Math.abs(result[5]! - 3 * 6) > 1e-12) throw new Error();
 * kernels.free(time, 48);
 * kernels.free(frequency, 48);
 * ```
 */
export class ComplexFft implements Disposable {
  /** Complex numbers of a frame, and bins of its spectrum. */
  readonly nFft: number;
  /** The type of real and imaginary parts. */
  readonly dtype: FftDtype;
  readonly #plan: Plan;

  /**
   * Plans transforms, or shares an equal plan.
   *
   * @param nFft Complex numbers of a frame, from 1 to 4,194,304.
   * @throws {UsageError} With the code `"fft-length"`.
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  constructor(nFft: number, { dtype = "float32" }: { dtype?: FftDtype } = {}) {
    this.#plan = new Plan(dtype === "float32" ? 2 : 3, nFft);
    this.nFft = nFft;
    this.dtype = dtype;
  }

  /**
   * Transforms `frames` frames: X[k] = Σ x[n] exp(-2πi n k / nFft).
   *
   * @param src Offset in bytes of the first frame: (nFft, 2).
   * @param srcStride Numbers (two to a complex one) from the start of a frame to that of the next.
   * @param dst Offset in bytes of the spectra, (frames, nFft, 2).
   * @throws {UsageError} As {@link RealFft.forward}.
   */
  forward(src: number, srcStride: number, frames: number, dst: number): void {
    this.#plan.run(false, src, srcStride, frames, dst);
  }

  /**
   * Makes frames of `frames` spectra: x[n] = Σ X[k] exp(+2πi n k / nFft).
   *
   * The arguments are those of {@link ComplexFft.forward}, frames and spectra exchanged.
   *
   * @throws {UsageError} As {@link RealFft.forward}.
   */
  inverse(src: number, srcStride: number, frames: number, dst: number): void {
    this.#plan.run(true, src, srcStride, frames, dst);
  }

  /** Lets go of the plan. */
  [Symbol.dispose](): void {
    this.#plan[Symbol.dispose]();
  }
}

/** A plan in the kernels' memory; `kind` is the crate's number for what is transformed. */
class Plan implements Disposable {
  /** 0 once disposed of; no plan has that handle. */
  #handle: number;

  constructor(kind: number, nFft: number) {
    if (!Number.isInteger(nFft) || nFft < 1 || nFft > LONGEST) {
      throw new UsageError(
        `Cannot plan Fourier transforms of ${nFft} points: nFft must be an integer from 1 to ${LONGEST}`,
        { code: "fft-length", found: nFft, wanted: `an integer from 1 to ${LONGEST}` },
      );
    }
    dspKernels();
    this.#handle = dsp.openFft(kind, nFft);
    if (this.#handle === 0) {
      throw new AudiofieldError(
        `Cannot plan Fourier transforms of ${nFft} points: the kernels' memory is exhausted`,
        { code: "out-of-memory", hint: "dispose of plans that are no longer used" },
      );
    }
  }

  run(inverse: boolean, src: number, srcStride: number, frames: number, dst: number): void {
    if (dsp.runFft(this.#handle, inverse, src, srcStride, frames, dst)) return;
    if (this.#handle === 0) {
      throw new UsageError("Cannot transform frames: the plan has been disposed of", {
        code: "kernel-arguments",
        wanted: "a plan in use",
      });
    }
    throw rangeError("transform frames");
  }

  [Symbol.dispose](): void {
    dsp.closeFft(this.#handle);
    this.#handle = 0;
  }
}
