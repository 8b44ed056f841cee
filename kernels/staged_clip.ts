import { type DspKernels, dspKernels } from "./dsp_kernels.ts";

/** The longest clip that is staged as a whole, in samples: 16 MiB. */
const mostSamples = 2 ** 22;

/**
 * A place for a clip in the kernels' memory, which grows to the longest one. Copying a clip there as a
 * whole makes no objects; copying it in pieces would make a view of each.
 */
export class StagedClip implements Disposable {
  /** Where the clip begins in {@link DspKernels.bytes}. */
  offset = 0;
  readonly #kernels: DspKernels = dspKernels();
  #capacity = 0;
  #view = new Float32Array(0);

  /**
   * Makes room for a clip, before memory that other views may depend on is laid out.
   *
   * @returns false if the clip is too long to be staged.
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  reserve(samples: number): boolean {
    if (samples > mostSamples) return false;
    if (samples <= this.#capacity) return true;
    this[Symbol.dispose]();
    const capacity = Math.min(mostSamples, 2 ** Math.ceil(Math.log2(samples)));
    this.offset = this.#kernels.allocate(capacity * 4);
    this.#capacity = capacity;
    return true;
  }

  /** Copies a clip that there is room for. */
  put(samples: Float32Array): void {
    const { buffer } = this.#kernels.bytes();
    // Also true of a view that growing memory has detached.
    if (this.#view.buffer !== buffer || this.#view.length !== this.#capacity) {
      this.#view = new Float32Array(buffer, this.offset, this.#capacity);
    }
    this.#view.set(samples);
  }

  [Symbol.dispose](): void {
    if (this.#capacity > 0) this.#kernels.free(this.offset, this.#capacity * 4);
    this.#capacity = 0;
  }
}
