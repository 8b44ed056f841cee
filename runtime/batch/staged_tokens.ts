import { type DspKernels, dspKernels, expandTokens } from "../../kernels/mod.ts";
import { codebookBytes } from "../../schema/mod.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { Block } from "../storage/block.ts";
import type { TokenElement } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";

const elementBytes = { uint16: 2, int32: 4, int64: 8 } as const;

/**
 * Unpacks, widens and reorders tokens, a record at a time: from the file to a scratch in the batch's
 * own block (which makes no garbage where that lies beside the mapping), through the kernels' memory,
 * to the batch.
 */
export class StagedTokens implements TokenFiller {
  readonly scratchBytes: number;
  readonly #options: TokenFillerOptions;
  readonly #width: 2 | 4 | 8;
  /** Bytes that a codebook may take while it is staged. */
  readonly #slotBytes: number;
  readonly #tileBytes: number;
  readonly #restAt: number;
  readonly #kernels: DspKernels = dspKernels();
  /** Offsets in the kernels' memory; 0 before they are there. */
  #source = 0;
  #target = 0;
  #frames = -1;
  #mainElements = 0;
  #restElements = 0;
  #block: Block = new Block(new Uint8Array(0));
  #scratchAt = 0;
  #scratch = new Uint8Array(0);
  /** What goes to the batch. */
  #main = new Uint8Array(0);
  #rest = new Uint8Array(0);
  /** The tile, as words of the element's width or, of 64 bits, as pairs of them. */
  #words: Uint16Array | Int32Array = new Int32Array(0);

  constructor(options: TokenFillerOptions) {
    const { steps, codebooks, dtype, bits, capacity, maxFrames, maxPadded } = options;
    this.#options = options;
    this.#width = elementBytes[dtype];
    // A window may begin and end inside of bytes, and so touch one more.
    this.#slotBytes = codebookBytes(maxFrames, bits) + 1;
    this.scratchBytes = codebooks * this.#slotBytes;
    const elements = steps.mainElements(maxPadded) + steps.restElements(maxPadded);
    this.#tileBytes = elements * this.#width;
    this.#restAt = capacity * steps.mainElements(maxPadded);
  }

  prepare(frames: number, block: Block, scratch: number): void {
    if (this.#source === 0) {
      this.#source = this.#kernels.allocate(this.scratchBytes);
      this.#target = this.#kernels.allocate(this.#tileBytes);
    }
    const memory = this.#kernels.bytes();
    const isReady = frames === this.#frames && block === this.#block &&
      this.#main.buffer === memory.buffer;
    if (isReady) return;
    const { steps } = this.#options;
    const width = this.#width;
    this.#frames = frames;
    this.#block = block;
    this.#mainElements = steps.mainElements(frames);
    this.#restElements = steps.restElements(frames);
    this.#scratchAt = scratch;
    const { buffer, byteOffset } = block.bytes;
    this.#scratch = new Uint8Array(buffer, byteOffset + scratch, this.scratchBytes);
    const end = this.#target + this.#mainElements * width;
    this.#main = memory.subarray(this.#target, end);
    this.#rest = memory.subarray(end, end + this.#restElements * width);
    const Words = width === 2 ? Uint16Array : Int32Array;
    this.#words = new Words(memory.buffer, this.#target, this.#tileBytes / Math.min(width, 4));
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void {
    const { order, bits, begin, end, codebooks } = this.#options;
    const width = this.#width;
    const isPadded = kept < this.#frames || order === "delay" || begin !== undefined ||
      end !== undefined;
    if (isPadded) this.#pad();
    const step = this.#stage(file, position, stored, start, kept);
    const firstBit = (start * bits) % 8;
    let source = this.#source;
    for (let codebook = 0; codebook < codebooks; codebook++) {
      const target = this.#target + this.#firstOf(codebook) * width;
      const stride = this.#options.steps.strideOf(codebook);
      expandTokens(bits, source, firstBit, kept, width, target, stride);
      source += step;
    }
    if (begin !== undefined || end !== undefined) this.#mark(kept);
    const { bytes } = this.#block;
    bytes.set(this.#main, row * this.#mainElements * width);
    if (this.#restElements > 0) {
      bytes.set(this.#rest, (this.#restAt + row * this.#restElements) * width);
    }
  }

  [Symbol.dispose](): void {
    if (this.#source === 0) return;
    this.#kernels.free(this.#source, this.scratchBytes);
    this.#kernels.free(this.#target, this.#tileBytes);
    this.#source = 0;
  }

  /** The element of the tile that a codebook's first token goes to. */
  #firstOf(codebook: number): number {
    return this.#rowOf(codebook) + this.#options.steps.leadOf(codebook);
  }

  #rowOf(codebook: number): number {
    const { steps, order } = this.#options;
    const row = steps.rowOf(codebook, this.#frames);
    return order === "firstAndRest" && codebook > 0 ? this.#mainElements + row : row;
  }

  /** Fills the tile with padding. */
  #pad(): void {
    const { pad } = this.#options;
    const bytes = (this.#mainElements + this.#restElements) * this.#width;
    // deno-fmt-ignore
    this.#kernels.gatherRows(
      this.#source, 0, 0, 0, this.#target, bytes, 1, this.#width, pad.low, pad.high,
    );
  }

  /** Brings the kept tokens of each codebook, and tells how many bytes apart they are. */
  #stage(file: ByteSource, position: number, stored: number, start: number, kept: number): number {
    const { bits, codebooks } = this.#options;
    const rowBytes = codebookBytes(stored, bits);
    const isWhole = kept === stored;
    if (isWhole) {
      file.copy(position, codebooks * rowBytes, this.#block, this.#scratchAt);
    } else {
      const first = Math.floor(start * bits / 8);
      const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
      let at = this.#scratchAt;
      for (let codebook = 0; codebook < codebooks; codebook++) {
        file.copy(position + codebook * rowBytes + first, length, this.#block, at);
        at += this.#slotBytes;
      }
    }
    this.#kernels.bytes().set(this.#scratch, this.#source);
    return isWhole ? rowBytes : this.#slotBytes;
  }

  /** Puts begin and end tokens where they belong. */
  #mark(kept: number): void {
    const { steps, codebooks, begin, end } = this.#options;
    for (let codebook = 0; codebook < codebooks; codebook++) {
      if (!steps.isMarked(codebook)) return;
      const row = this.#rowOf(codebook);
      if (begin !== undefined) this.#put(row, begin);
      if (end !== undefined) this.#put(row + steps.endOf(codebook, kept), end);
    }
  }

  #put(at: number, { low, high }: TokenElement): void {
    if (this.#width < 8) {
      this.#words[at] = low;
      return;
    }
    this.#words[at * 2] = low;
    this.#words[at * 2 + 1] = high;
  }
}
