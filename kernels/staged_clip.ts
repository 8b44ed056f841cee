import { type DspKernels, dspKernels } from "./dsp_kernels.ts";

/** Samples copied at a time: 64 KiB, which stay in the processor's cache until they are used. */
const pieceSamples = 2 ** 14;

/**
 * A place in the kernels' memory through which clips go. A clip of up to 16,384 samples is copied as a
 * whole, which makes no objects; a longer one is copied in pieces, whose views are kept for as long as
 * it is the same memory that comes.
 */
export class StagedClip implements Disposable {
  /** Where a piece lies in {@link DspKernels.bytes}. */
  offset = 0;
  readonly #kernels: DspKernels = dspKernels();
  #room = new Float32Array(0);
  #pieces: readonly Float32Array[] = [];
  /** What the pieces are of. */
  #buffer: ArrayBufferLike | undefined;
  #from = 0;
  #length = 0;

  /**
   * Makes room, before memory that other views may depend on is laid out.
   *
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  reserve(): void {
    if (this.offset === 0) this.offset = this.#kernels.allocate(pieceSamples * 4);
  }

  /** The pieces of a clip. */
  piecesOf(samples: Float32Array): readonly Float32Array[] {
    if (this.#fits(samples)) return this.#pieces;
    this.#buffer = samples.buffer;
    this.#from = samples.byteOffset;
    this.#length = samples.length;
    if (samples.length <= pieceSamples) return this.#pieces = [samples];
    const count = Math.ceil(samples.length / pieceSamples);
    return this.#pieces = Array.from(
      { length: count },
      (_, piece) => samples.subarray(piece * pieceSamples, (piece + 1) * pieceSamples),
    );
  }

  /** Copies a piece. */
  put(piece: Float32Array): void {
    const { buffer } = this.#kernels.bytes();
    // Also true of a view that growing memory has detached.
    if (this.#room.buffer !== buffer) {
      this.#room = new Float32Array(buffer, this.offset, pieceSamples);
    }
    this.#room.set(piece);
  }

  /** Whether the pieces are those of the same memory. */
  #fits(samples: Float32Array): boolean {
    return this.#buffer === samples.buffer && this.#from === samples.byteOffset &&
      this.#length === samples.length;
  }

  [Symbol.dispose](): void {
    if (this.offset !== 0) this.#kernels.free(this.offset, pieceSamples * 4);
    this.offset = 0;
    this.#room = new Float32Array(0);
    this.#pieces = [];
    this.#buffer = undefined;
  }
}
