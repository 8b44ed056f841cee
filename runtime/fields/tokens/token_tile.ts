import type { RowKernels } from "../../../kernels/row_kernels.ts";
import type { TokenElement, TokenWidth } from "./token_element.ts";

/** Bytes in a tile: together with the tokens that go into it, it stays in the first-level cache. */
const tileBytes = 16_384;

/** A piece of a row in the kernels' memory, from which it is copied to the batch. */
export class TokenTile implements Disposable {
  /** Elements that it holds. */
  readonly elements: number;
  /** Bytes per element. */
  readonly width: TokenWidth;
  readonly #kernels: RowKernels;
  /** Its offset in the kernels' memory; 0 until it is allocated. */
  #at = 0;
  #full = new Uint8Array(0);
  /** The same as words of the element's width or, for 64 bits, as pairs of words. */
  #words: Uint16Array | Int32Array = new Int32Array(0);

  constructor(kernels: RowKernels, width: TokenWidth) {
    this.#kernels = kernels;
    this.width = width;
    this.elements = tileBytes / width;
  }

  /** Its offset in the kernels' memory. */
  get at(): number {
    return this.#at;
  }

  /** All of it. */
  get full(): Uint8Array {
    return this.#full;
  }

  /** Allocates its memory, unless it has some. This may move other memory of the kernels. */
  allocate(): void {
    if (this.#at === 0) this.#at = this.#kernels.allocate(tileBytes);
  }

  /**
   * Updates its views if the kernels' memory has moved; returns whether it had, which makes other
   * views invalid.
   */
  locate(): boolean {
    const { buffer } = this.#kernels.bytes();
    if (this.#full.buffer === buffer) return false;
    this.#full = this.first(this.elements);
    const Words = this.width === 2 ? Uint16Array : Int32Array;
    this.#words = new Words(buffer, this.#at, tileBytes / Math.min(this.width, 4));
    return true;
  }

  /** A view of its first elements, valid until its memory moves. */
  first(elements: number): Uint8Array<ArrayBuffer> {
    return this.#kernels.bytes().subarray(this.#at, this.#at + elements * this.width);
  }

  /** Fills the first elements with padding. */
  pad(elements: number, { low, high }: TokenElement): void {
    const bytes = elements * this.width;
    const at = this.#at;
    this.#kernels.gatherRows(at, 0, 0, 0, at, bytes, 1, this.width, low, high);
  }

  /** Writes one element. */
  put(at: number, { low, high }: TokenElement): void {
    if (this.width < 8) {
      this.#words[at] = low;
      return;
    }
    this.#words[at * 2] = low;
    this.#words[at * 2 + 1] = high;
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (this.#at === 0) return;
    this.#kernels.free(this.#at, tileBytes);
    this.#at = 0;
  }
}
