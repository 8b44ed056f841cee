import { sharedRowKernels } from "../../../kernels/row_kernels.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import { StagedRecord } from "./staged_record.ts";
import { type TokenElement, tokenWidths } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";
import { SteppedRow, steppedRows } from "./stepped_row.ts";
import { TokenTile } from "./token_tile.ts";

/**
 * Unpacks, widens and reorders tokens, in any order: tile by tile in the kernels' memory, and from
 * there to the batch. Each codebook's tokens lie at a fixed stride in a row, with special tokens
 * before and after them.
 */
export class SteppedRows implements TokenFiller {
  readonly #options: TokenFillerOptions;
  readonly #record: StagedRecord;
  readonly #tile: TokenTile;
  readonly #rows: readonly SteppedRow[];
  /**
   * For each codebook, in its row: where it begins, where its first frame goes, and how far apart
   * its frames are.
   */
  readonly #heads: Int32Array;
  readonly #leads: Int32Array;
  readonly #strides: Int32Array;
  /** The number of codebooks, from the first on, that have begin and end tokens. */
  readonly #marked: number;
  /** Whether a record with as many frames as the batch leaves no gap. */
  readonly #isGapless: boolean;
  #frames = -1;
  #mainElements = 0;
  #restElements = 0;
  #block = new Block(new Uint8Array(0));

  constructor(options: TokenFillerOptions) {
    const { steps, codebooks, begin, end } = options;
    const kernels = sharedRowKernels();
    this.#options = options;
    this.#record = new StagedRecord(kernels, options);
    this.#tile = new TokenTile(kernels, tokenWidths[options.dtype]);
    this.#rows = steppedRows(options);
    const all = Array.from({ length: codebooks }, (_, codebook) => codebook);
    this.#heads = Int32Array.from(all, (codebook) => steps.headOf(codebook));
    this.#leads = Int32Array.from(all, (k) => steps.headOf(k) + steps.leadOf(k));
    this.#strides = Int32Array.from(all, (codebook) => steps.strideOf(codebook));
    const isMarked = begin !== undefined || end !== undefined;
    this.#marked = isMarked ? all.filter((codebook) => steps.isMarked(codebook)).length : 0;
    this.#isGapless = steps.steps(0) === 0;
  }

  prepare(frames: number, block: Block): void {
    const record = this.#record;
    const tile = this.#tile;
    const { steps } = this.#options;
    record.allocate();
    tile.allocate();
    record.locate();
    this.#block = block;
    if (!tile.locate() && frames === this.#frames) return;
    this.#frames = frames;
    this.#mainElements = steps.mainElements(frames);
    this.#restElements = steps.restElements(frames);
    for (const row of this.#rows) row.prepare(frames, tile);
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void {
    this.#record.bring(file, position, stored, start, kept);
    const main = row * this.#mainElements;
    const rest = this.#options.restAt + row * this.#restElements;
    const rows = this.#rows;
    for (let index = 0; index < rows.length; index++) {
      const part = rows[index]!;
      this.#fillRow((part.isRest ? rest : main) + part.at, part, kept);
    }
  }

  [Symbol.dispose](): void {
    this.#record[Symbol.dispose]();
    this.#tile[Symbol.dispose]();
  }

  /** Fills the row at element `at` with `kept` tokens of each of its codebooks. */
  #fillRow(at: number, { first, end, length, last }: SteppedRow, kept: number): void {
    const tile = this.#tile;
    const { bytes } = this.#block;
    const isFull = this.#isGapless && kept >= this.#frames;
    for (let from = 0; from < length; from += tile.elements) {
      const to = Math.min(length, from + tile.elements);
      if (!isFull) tile.pad(to - from, this.#options.pad);
      for (let codebook = first; codebook < end; codebook++) {
        this.#place(codebook, from, to, kept);
        if (codebook < this.#marked) this.#mark(codebook, from, to, kept);
      }
      bytes.set(to - from === tile.elements ? tile.full : last, (at + from) * tile.width);
    }
  }

  /** Expands the tokens of a codebook that go to elements `from` to `to` of its row. */
  #place(codebook: number, from: number, to: number, kept: number): void {
    const { at, width } = this.#tile;
    const lead = this.#leads[codebook]!;
    const stride = this.#strides[codebook]!;
    const first = Math.max(0, Math.ceil((from - lead) / stride));
    const count = Math.min(kept, Math.ceil((to - lead) / stride)) - first;
    if (count <= 0) return;
    const target = at + (lead + first * stride - from) * width;
    this.#record.expand(codebook, first, count, width, target, stride);
  }

  /** Puts the begin and end tokens of a codebook where they belong, if that is within the tile. */
  #mark(codebook: number, from: number, to: number, kept: number): void {
    const { begin, end } = this.#options;
    if (begin !== undefined) this.#put(this.#heads[codebook]!, from, to, begin);
    const after = this.#leads[codebook]! + kept * this.#strides[codebook]!;
    if (end !== undefined) this.#put(after, from, to, end);
  }

  #put(at: number, from: number, to: number, token: TokenElement): void {
    if (at >= from && at < to) this.#tile.put(at - from, token);
  }
}
