import type { RowKernels } from "../../../kernels/row_kernels.ts";
import { codebookBytes } from "../../../schema/mod.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Tile } from "../../storage/tile.ts";
import type { TokenWidth } from "./token_element.ts";
import type { TokenFillerOptions } from "./token_filler.ts";

/**
 * A record's tokens in the kernels' memory, as stored: all of them or, if only part of the record
 * is kept, the bytes of each codebook's frames. From there they are expanded to their destination.
 */
export class StagedRecord implements Disposable {
  readonly #kernels: RowKernels;
  readonly #codebooks: number;
  readonly #bits: number;
  /** Bytes that a codebook may take. */
  readonly #slotBytes: number;
  /** Bytes that a record may take. */
  readonly #byteLength: number;
  /** Its offset in the kernels' memory; 0 until it is allocated. */
  #at = 0;
  /** Where whole records go, and each codebook of records that are kept in part. */
  #whole: Tile | undefined;
  #slots: readonly Tile[] = [];
  /**
   * For the current record: bytes from one codebook to the next, and the bit at which each begins.
   */
  #step = 0;
  #firstBit = 0;

  constructor(kernels: RowKernels, { codebooks, bits, maxFrames }: TokenFillerOptions) {
    this.#kernels = kernels;
    this.#codebooks = codebooks;
    this.#bits = bits;
    // A window may begin and end within bytes, and therefore touch one more.
    this.#slotBytes = codebookBytes(maxFrames, bits) + 1;
    this.#byteLength = codebooks * this.#slotBytes;
  }

  /** Allocates its memory, unless it has some. This may move other memory of the kernels. */
  allocate(): void {
    if (this.#at === 0) this.#at = this.#kernels.allocate(this.#byteLength);
  }

  /** Updates its views if the kernels' memory has moved. */
  locate(): void {
    const memory = this.#kernels.bytes();
    if (this.#whole?.block.bytes.buffer === memory.buffer) return;
    this.#whole = new Tile(memory, this.#at, this.#byteLength);
    this.#slots = Array.from(
      { length: this.#codebooks },
      (_, slot) => new Tile(memory, this.#at + slot * this.#slotBytes, this.#slotBytes),
    );
  }

  /** Reads `kept` frames of each codebook, from frame `start` on. */
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

  /**
   * Whether all codebooks of a record of that many frames form one run, without padding bits
   * between them.
   */
  isOneRun(stored: number): boolean {
    return (stored * this.#bits) % 8 === 0;
  }

  /**
   * Expands `count` tokens of a codebook, from frame `first` of those read, to elements of `width`
   * bytes at `target`, each `stride` elements after the previous one.
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

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (this.#at === 0) return;
    this.#kernels.free(this.#at, this.#byteLength);
    this.#at = 0;
  }
}
