import type { RowKernels } from "../../../kernels/mod.ts";
import type { TokenElement, TokenWidth } from "./token_element.ts";

/** Bytes of a tile: with the tokens that go into it, it stays in the first cache. */
const tileBytes = 16_384;

/** A piece of a row in the kernels' memory, from where it is copied to the batch. */
export class TokenTile implements Disposable {
  /** Elements that it holds. */
  readonly elements: number;
  /** Bytes of an element. */
  readonly width: TokenWidth;
  readonly #kernels: RowKernels;
  /** Its offset in the kernels' memory; 0 before it is there. */
  #at = 0;
  #full = new Uint8Array(0);
  /** The same as words of the element's width or, of 64 bits, as pairs of them. */
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

  /** Takes its memory, unless it has some. That may move what others have. */
  allocate(): void {
    if (this.#at === 0) this.#at = this.#kernels.allocate(tileBytes);
  }

  /** Follows its memory to where that is now; says whether it moved, and views of it are void. */
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

  /** Puts one element. */
  put(at: number, { low, high }: TokenElement): void {
    if (this.width < 8) {
      this.#words[at] = low;
      return;
    }
    this.#words[at * 2] = low;
    this.#words[at * 2 + 1] = high;
  }

  /** Gives the memory back. */
  [Symbol.dispose](): void {
    if (this.#at === 0) return;
    this.#kernels.free(this.#at, tileBytes);
    this.#at = 0;
  }
}
