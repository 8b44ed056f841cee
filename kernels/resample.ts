/**
 * Resampling, in WebAssembly. `Resampler` in `audio/` is the class for users; this is what it
 * builds on.
 *
 * @module
 */
import { AudiofieldError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import * as dsp from "./wasm/dsp.js";

/** What {@link ResampleKernel} needs to know; its caller has checked it. */
export interface ResampleKernelOptions {
  /** Frames per second of the input, from 1 to 3,072,000. */
  readonly from: number;
  /** Frames per second of the output, from 1 to 3,072,000. */
  readonly to: number;
  /** Samples per frame, from 1 to 255. */
  readonly channels: number;
  /** Half width of torchaudio's window in zero crossings, from 1 to 1024. */
  readonly lowpassFilterWidth: number;
  /** Cutoff of torchaudio's filter as a fraction of the lower Nyquist frequency. */
  readonly rolloff: number;
}

/** The crate's numbers for the methods. */
const METHODS = { sinc: 0, fourier: 1, torchaudio: 2 } as const;

/**
 * One stream being resampled: state in the kernels' memory, and the buffers that its samples go
 * through.
 */
export class ResampleKernel implements Disposable {
  readonly #method: keyof typeof METHODS;
  readonly #handle: number;
  readonly #input: number;
  /** Samples that are passed at a time, whole frames. */
  readonly #inputLength: number;
  #floats = new Float32Array(0);

  /**
   * Plans, or finds an equal plan.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  constructor(method: keyof typeof METHODS, options: ResampleKernelOptions) {
    const { from, to, channels, lowpassFilterWidth, rolloff } = options;
    dspKernels();
    this.#method = method;
    const id = METHODS[method];
    this.#handle = dsp.openResampler(id, from, to, channels, lowpassFilterWidth, rolloff);
    if (this.#handle < 0) throw this.#outOfMemory("plan a conversion");
    this.#input = dsp.resamplerInput(this.#handle) / 4;
    this.#inputLength = dsp.resamplerInputLength(this.#handle);
  }

  /** Takes whole frames, and returns a view of those that are ready. */
  process(samples: Float32Array): Float32Array {
    dsp.clearResampler(this.#handle);
    const step = this.#inputLength;
    for (let start = 0; start < samples.length; start += step) {
      const piece = samples.length <= step ? samples : samples.subarray(start, start + step);
      this.#memory().set(piece, this.#input);
      if (!dsp.pushResampler(this.#handle, piece.length)) throw this.#outOfMemory("resample");
    }
    return this.#output();
  }

  /** The next part of what remains at the end of the clip; an empty view if nothing does. */
  finish(): Float32Array {
    dsp.clearResampler(this.#handle);
    if (!dsp.finishResampler(this.#handle)) throw this.#outOfMemory("resample");
    return this.#output();
  }

  /** Begins another clip. */
  reset(): void {
    dsp.resetResampler(this.#handle);
  }

  /** Frees the memory; call it once. */
  [Symbol.dispose](): void {
    dsp.closeResampler(this.#handle);
  }

  #output(): Float32Array {
    const start = dsp.resamplerOutput(this.#handle) / 4;
    return this.#memory().subarray(start, start + dsp.resamplerOutputLength(this.#handle));
  }

  #memory(): Float32Array {
    // Growth detaches views; a detached one is empty.
    if (this.#floats.length === 0) this.#floats = new Float32Array(dspKernels().bytes().buffer);
    return this.#floats;
  }

  #outOfMemory(what: string): AudiofieldError {
    return new AudiofieldError(`Cannot ${what}: it needs more memory than the kernels have`, {
      code: "out-of-memory",
      hint: this.#method === "fourier"
        ? 'this method holds the whole clip: cut it into pieces, or use "sinc"'
        : this.#method === "torchaudio"
        ? 'use "sinc" for rates that are very far apart, or pass smaller pieces'
        : "pass smaller pieces",
    });
  }
}
