import type { DspKernels } from "../../kernels/mod.ts";

/** Room in the kernels' memory that grows as needed, and is freed on disposal. */
export class KernelBuffer implements Disposable {
  readonly #kernels: DspKernels;
  #byteLength = 0;
  /** Where it begins; it moves when it grows. */
  offset = 0;

  constructor(kernels: DspKernels) {
    this.#kernels = kernels;
  }

  /**
   * Makes room for `byteLength` bytes; what was there is lost.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  reserve(byteLength: number): void {
    if (byteLength <= this.#byteLength) return;
    // Half as much again, so that slowly growing pieces don't reserve memory each time.
    const wanted = Math.ceil(byteLength * 1.5);
    const offset = this.#kernels.allocate(wanted);
    this[Symbol.dispose]();
    this.offset = offset;
    this.#byteLength = wanted;
  }

  [Symbol.dispose](): void {
    if (this.#byteLength > 0) this.#kernels.free(this.offset, this.#byteLength);
    this.#byteLength = 0;
  }
}
