import type { RowKernels } from "../../../kernels/mod.ts";
import { codebookBytes } from "../../../schema/mod.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Tile } from "../../storage/tile.ts";
import type { TokenWidth } from "./token_element.ts";
import type { TokenFillerOptions } from "./token_filler.ts";

/**
 * A record's tokens in the kernels' memory, as they are stored: all of them, or of a record that is kept
 * in part the bytes of each codebook's frames. From there they are expanded to where they belong.
 */
export class StagedRecord implements Disposable {
  readonly #kernels: RowKernels;
  readonly #codebooks: number;
  readonly #bits: number;
  /** Bytes that a codebook may take. */
  readonly #slotBytes: number;
  /** Bytes that a record may. */
  readonly #byteLength: number;
  /** Its offset in the kernels' memory; 0 before it is there. */
  #at = 0;
  /** Whole records, and each codebook of those that are kept in part. */
  #whole: Tile | undefined;
  #slots: readonly Tile[] = [];
  /** Of the record at hand: bytes from a codebook to the next, and the bit that each begins at. */
  #step = 0;
  #firstBit = 0;

  constructor(kernels: RowKernels, { codebooks, bits, maxFrames }: TokenFillerOptions) {
    this.#kernels = kernels;
    this.#codebooks = codebooks;
    this.#bits = bits;
    // A window may begin and end inside of bytes, and so touch one more.
    this.#slotBytes = codebookBytes(maxFrames, bits) + 1;
    this.#byteLength = codebooks * this.#slotBytes;
  }

  /** Takes its memory, unless it has some. That may move what others have. */
  allocate(): void {
    if (this.#at === 0) this.#at = this.#kernels.allocate(this.#byteLength);
  }

  /** Follows its memory to where that is now. */
  locate(): void {
    const memory = this.#kernels.bytes();
    if (this.#whole?.block.bytes.buffer === memory.buffer) return;
    this.#whole = new Tile(memory, this.#at, this.#byteLength);
    this.#slots = Array.from(
      { length: this.#codebooks },
      (_, slot) => new Tile(memory, this.#at + slot * this.#slotBytes, this.#slotBytes),
    );
  }

  /** Brings `kept` frames of each codebook, from frame `start` on. */
  bring(file: ByteSource, position: number, stored: number, start: number, kept: number): void {
    const bits = this.#bits;
    const rowBytes = codebookBytes(stored, bits);
    this.#firstBit = (start * bits) % 8;
    if (kept === stored) {
      this.#step = rowBytes;
      file.bring(position, this.#codebooks * rowBytes, this.#whole!);
      return;
    }
    this.#step = this.#slotBytes;
    const first = Math.floor(start * bits / 8);
    const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
    for (let codebook = 0; codebook < this.#codebooks; codebook++) {
      file.bring(position + codebook * rowBytes + first, length, this.#slots[codebook]!);
    }
  }

  /** Whether all codebooks of a record of that many frames are one run, without bits between them. */
  isOneRun(stored: number): boolean {
    return (stored * this.#bits) % 8 === 0;
  }

  /**
   * Expands `count` tokens of a codebook, from the brought frame `first` on, to elements of `width` bytes
   * at `target`, each `stride` elements after the one before.
   */
  expand(
    codebook: number,
    first: number,
    count: number,
    width: TokenWidth,
    target: number,
    stride: number,
  ): void {
    const bit = this.#firstBit + first * this.#bits;
    const source = this.#at + codebook * this.#step + Math.floor(bit / 8);
    this.#kernels.expandTokens(this.#bits, source, bit % 8, count, width, target, stride);
  }

  /** Gives the memory back. */
  [Symbol.dispose](): void {
    if (this.#at === 0) return;
    this.#kernels.free(this.#at, this.#byteLength);
    this.#at = 0;
  }
}
