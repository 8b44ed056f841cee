import { type RowKernels, sharedRowKernels } from "../../../kernels/mod.ts";
import { codebookBytes } from "../../../schema/mod.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import type { Storage } from "../../storage/storage.ts";
import { Tile } from "../../storage/tile.ts";
import { Block } from "../../storage/block.ts";
import { ownBatch } from "../../batch/own_batch.ts";
import type { TokenElement } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";

const elementBytes = { uint16: 2, int32: 4, int64: 8 } as const;

/** Bytes of a tile: with the tokens that go into it, it stays in the first cache. */
const tileBytes = 16_384;

/**
 * Unpacks, widens and reorders tokens: a record goes from the file to the kernels' memory, and from there
 * in tiles to the batch, which may lie in it.
 */
export class StagedTokens implements TokenFiller {
  readonly #options: TokenFillerOptions;
  readonly #width: 2 | 4 | 8;
  readonly #tileElements: number;
  /** Bytes that a codebook may take while it is staged. */
  readonly #slotBytes: number;
  /** Bytes that a record may. */
  readonly #sourceBytes: number;
  readonly #restAt: number;
  /** Whether each codebook is a row by itself, rather than all of them one row. */
  readonly #isInRows: boolean;
  /** Whether rows hold nothing but frames. */
  readonly #isPlain: boolean;
  #kernels: RowKernels = sharedRowKernels();
  /** Where the batch lies in the kernels' memory, if it does. */
  #batchAt = 0;
  #batchWords = new Int32Array(0);
  /** In its row: where a codebook begins, where its first frame goes, and from each to the next. */
  readonly #heads: Int32Array;
  readonly #leads: Int32Array;
  readonly #strides: Int32Array;
  /** Offsets in the kernels' memory; 0 before they are there. */
  #source = 0;
  #tile = 0;
  #frames = -1;
  #mainElements = 0;
  #restElements = 0;
  #block: Block = new Block(new Uint8Array(0));
  /** Where records are brought to: whole ones, and each codebook of a window. */
  #record: Tile | undefined;
  #slots: readonly Tile[] = [];
  /** What goes to the batch: a tile, and the last, smaller one of each length of row. */
  #full = new Uint8Array(0);
  #lastOfRow = new Uint8Array(0);
  #lastOfRest = new Uint8Array(0);
  #lastOfRecord = new Uint8Array(0);
  /** The tile as words of the element's width or, of 64 bits, as pairs of them. */
  #words: Uint16Array | Int32Array = new Int32Array(0);
  /** Of the record at hand: bytes from a codebook to the next, and the bit that the first one begins at. */
  #step = 0;
  #firstBit = 0;

  constructor(options: TokenFillerOptions) {
    const { steps, order, layout, codebooks, dtype, bits, maxFrames } = options;
    this.#options = options;
    this.#width = elementBytes[dtype];
    this.#tileElements = tileBytes / this.#width;
    // A window may begin and end inside of bytes, and so touch one more.
    this.#slotBytes = codebookBytes(maxFrames, bits) + 1;
    this.#sourceBytes = codebooks * this.#slotBytes;
    this.#restAt = options.restAt;
    this.#isInRows = layout === "codebooksFirst" && order !== "flattened";
    this.#isPlain = order !== "delay" && options.begin === undefined && options.end === undefined;
    this.#heads = new Int32Array(codebooks);
    this.#leads = new Int32Array(codebooks);
    this.#strides = new Int32Array(codebooks);
    for (let codebook = 0; codebook < codebooks; codebook++) {
      const head = this.#isInRows ? 0 : steps.rowOf(codebook, 0);
      this.#heads[codebook] = head;
      this.#leads[codebook] = head + steps.leadOf(codebook);
      this.#strides[codebook] = steps.strideOf(codebook);
    }
  }

  ownBatch(storage: Storage, byteLength: number): Block | undefined {
    if (this.#width === 2) return undefined;
    const own = ownBatch(storage, byteLength, (kernels) => this.#allocate(kernels));
    if (own === undefined) {
      this.#source = 0;
      return undefined;
    }
    this.#kernels = own.kernels;
    this.#batchAt = own.at;
    const { buffer, byteOffset, length } = own.block.bytes;
    this.#batchWords = new Int32Array(buffer, byteOffset, length / 4);
    return own.block;
  }

  prepare(frames: number, block: Block): void {
    if (this.#source === 0) this.#allocate(this.#kernels);
    const memory = this.#kernels.bytes();
    const isReady = frames === this.#frames && block === this.#block &&
      this.#full.buffer === memory.buffer;
    if (isReady) return;
    const { steps, codebooks } = this.#options;
    const width = this.#width;
    this.#frames = frames;
    this.#block = block;
    this.#mainElements = steps.mainElements(frames);
    this.#restElements = steps.restElements(frames);
    this.#record = new Tile(memory, this.#source, this.#sourceBytes);
    this.#slots = Array.from(
      { length: codebooks },
      (_, slot) => new Tile(memory, this.#source + slot * this.#slotBytes, this.#slotBytes),
    );
    const lastOf = (row: number) => this.#view(row % this.#tileElements);
    this.#full = this.#view(this.#tileElements);
    this.#lastOfRow = lastOf(this.#isInRows ? steps.steps(frames) : this.#mainElements);
    this.#lastOfRest = lastOf(this.#isInRows ? frames : this.#restElements);
    this.#lastOfRecord = lastOf(codebooks * frames);
    const Words = width === 2 ? Uint16Array : Int32Array;
    this.#words = new Words(memory.buffer, this.#tile, tileBytes / Math.min(width, 4));
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void {
    const { order, bits, steps, codebooks } = this.#options;
    this.#stage(file, position, stored, start, kept);
    const main = row * this.#mainElements;
    const isWhole = kept === stored && kept === this.#frames && this.#isPlain;
    if (this.#batchAt > 0 && order === "parallel" && this.#isInRows && this.#isPlain) {
      this.#fillInPlace(main, kept, isWhole && (stored * bits) % 8 === 0);
      return;
    }
    if (isWhole && order === "parallel" && this.#isInRows && (stored * bits) % 8 === 0) {
      // One run from the first codebook's first token to the last one's last.
      this.#fillRow(main, codebooks * kept, this.#lastOfRecord, 0, 1, codebooks * kept);
      return;
    }
    const rest = this.#restAt + row * this.#restElements;
    const rowElements = this.#isInRows ? steps.steps(this.#frames) : this.#mainElements;
    const isSplit = order === "firstAndRest";
    if (!this.#isInRows) {
      const end = isSplit ? 1 : codebooks;
      this.#fillRow(main, rowElements, this.#lastOfRow, 0, end, kept);
      if (isSplit) this.#fillRow(rest, this.#restElements, this.#lastOfRest, 1, codebooks, kept);
      return;
    }
    for (let codebook = 0; codebook < codebooks; codebook++) {
      if (isSplit && codebook > 0) {
        const at = rest + (codebook - 1) * this.#frames;
        this.#fillRow(at, this.#frames, this.#lastOfRest, codebook, codebook + 1, kept);
      } else {
        const at = main + codebook * rowElements;
        this.#fillRow(at, rowElements, this.#lastOfRow, codebook, codebook + 1, kept);
      }
    }
  }

  [Symbol.dispose](): void {
    if (this.#source === 0) return;
    this.#kernels.free(this.#source, this.#sourceBytes);
    this.#kernels.free(this.#tile, tileBytes);
    this.#source = 0;
  }

  #allocate(kernels: RowKernels): void {
    this.#source = kernels.allocate(this.#sourceBytes);
    this.#tile = kernels.allocate(tileBytes);
  }

  /** Rows of frames and nothing else, in the batch's own memory: all codebooks at once if they can be. */
  #fillInPlace(main: number, kept: number, isRun: boolean): void {
    const { bits, codebooks } = this.#options;
    const width = this.#width;
    const target = this.#batchAt + main * width;
    if (isRun) {
      this.#kernels.expandTokens(bits, this.#source, 0, codebooks * kept, width, target, 1);
      return;
    }
    const frames = this.#frames;
    for (let codebook = 0; codebook < codebooks; codebook++) {
      const source = this.#source + codebook * this.#step;
      const at = target + codebook * frames * width;
      this.#kernels.expandTokens(bits, source, this.#firstBit, kept, width, at, 1);
      this.#padWords((at + kept * width - this.#batchAt) / 4, (frames - kept) * width / 4);
    }
  }

  /** Fills words of the batch with padding. */
  #padWords(at: number, count: number): void {
    const { low, high } = this.#options.pad;
    const words = this.#batchWords;
    if (this.#width === 4) {
      words.fill(low, at, at + count);
      return;
    }
    for (let word = at; word < at + count; word += 2) {
      words[word] = low;
      words[word + 1] = high;
    }
  }

  /** The row of `length` elements at `at`: `kept` tokens of each codebook from `first` to before `end`. */
  #fillRow(
    at: number,
    length: number,
    last: Uint8Array,
    first: number,
    end: number,
    kept: number,
  ): void {
    const { bytes } = this.#block;
    const isFull = this.#isPlain && kept >= this.#frames;
    for (let from = 0; from < length; from += this.#tileElements) {
      const to = Math.min(length, from + this.#tileElements);
      if (!isFull) this.#pad(to - from);
      for (let codebook = first; codebook < end; codebook++) {
        this.#place(codebook, from, to, kept);
        if (!this.#isPlain) this.#mark(codebook, from, to, kept);
      }
      const view = to - from === this.#tileElements ? this.#full : last;
      bytes.set(view, (at + from) * this.#width);
    }
  }

  /** Expands those tokens of a codebook that go to elements `from` to `to` of its row. */
  #place(codebook: number, from: number, to: number, kept: number): void {
    const { bits } = this.#options;
    const [lead, stride] = [this.#leads[codebook]!, this.#strides[codebook]!];
    const first = Math.max(0, Math.ceil((from - lead) / stride));
    const count = Math.min(kept, Math.ceil((to - lead) / stride)) - first;
    if (count <= 0) return;
    const bit = this.#firstBit + first * bits;
    const source = this.#source + codebook * this.#step + Math.floor(bit / 8);
    const target = this.#tile + (lead + first * stride - from) * this.#width;
    this.#kernels.expandTokens(bits, source, bit % 8, count, this.#width, target, stride);
  }

  /** Puts the begin and end tokens of a codebook where they belong, if that is in the tile. */
  #mark(codebook: number, from: number, to: number, kept: number): void {
    const { steps, begin, end } = this.#options;
    if (!steps.isMarked(codebook)) return;
    if (begin !== undefined) this.#put(this.#heads[codebook]!, from, to, begin);
    const behind = this.#leads[codebook]! + kept * this.#strides[codebook]!;
    if (end !== undefined) this.#put(behind, from, to, end);
  }

  #put(at: number, from: number, to: number, { low, high }: TokenElement): void {
    if (at < from || at >= to) return;
    if (this.#width < 8) {
      this.#words[at - from] = low;
      return;
    }
    this.#words[(at - from) * 2] = low;
    this.#words[(at - from) * 2 + 1] = high;
  }

  /** Fills the first elements of the tile with padding. */
  #pad(elements: number): void {
    const { low, high } = this.#options.pad;
    const bytes = elements * this.#width;
    // deno-fmt-ignore
    this.#kernels.gatherRows(this.#source, 0, 0, 0, this.#tile, bytes, 1, this.#width, low, high);
  }

  /** Brings the kept tokens of each codebook to the kernels' memory. */
  #stage(file: ByteSource, position: number, stored: number, start: number, kept: number): void {
    const { bits, codebooks } = this.#options;
    const rowBytes = codebookBytes(stored, bits);
    this.#firstBit = (start * bits) % 8;
    if (kept === stored) {
      this.#step = rowBytes;
      file.bring(position, codebooks * rowBytes, this.#record!);
    } else {
      this.#step = this.#slotBytes;
      const first = Math.floor(start * bits / 8);
      const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
      for (let codebook = 0; codebook < codebooks; codebook++) {
        file.bring(position + codebook * rowBytes + first, length, this.#slots[codebook]!);
      }
    }
  }

  #view(elements: number): Uint8Array<ArrayBuffer> {
    return this.#kernels.bytes().subarray(this.#tile, this.#tile + elements * this.#width);
  }
}
