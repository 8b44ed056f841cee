import { sharedRowKernels } from "../../../kernels/row_kernels.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import { StagedRecord } from "./staged_record.ts";
import { tokenWidths } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";
import { TokenTile } from "./token_tile.ts";

/**
 * Unpacks tokens, and widens them if asked to, into rows of frames and nothing else: tile by tile
 * in the kernels' memory, and from there to the batch.
 */
export class UnpackedRows implements TokenFiller {
  readonly #options: TokenFillerOptions;
  readonly #record: StagedRecord;
  readonly #tile: TokenTile;
  #frames = -1;
  #block = new Block(new Uint8Array(0));
  /** What the last tile of a codebook fills, and the last tile of a record that is one run. */
  #lastOfRow = new Uint8Array(0);
  #lastOfRecord = new Uint8Array(0);

  constructor(options: TokenFillerOptions) {
    const kernels = sharedRowKernels();
    this.#options = options;
    this.#record = new StagedRecord(kernels, options);
    this.#tile = new TokenTile(kernels, tokenWidths[options.dtype]);
  }

  prepare(frames: number, block: Block): void {
    const record = this.#record;
    const tile = this.#tile;
    record.allocate();
    tile.allocate();
    record.locate();
    this.#block = block;
    if (!tile.locate() && frames === this.#frames) return;
    this.#frames = frames;
    this.#lastOfRow = tile.first(frames % tile.elements);
    this.#lastOfRecord = tile.first((this.#options.codebooks * frames) % tile.elements);
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void {
    const { codebooks } = this.#options;
    const frames = this.#frames;
    this.#record.bring(file, position, stored, start, kept);
    const at = row * codebooks * frames;
    if (kept === stored && kept === frames && this.#record.isOneRun(stored)) {
      // One run from the first codebook's first token to the last one's last.
      this.#fillRow(0, at, codebooks * kept, this.#lastOfRecord, codebooks * kept);
      return;
    }
    for (let codebook = 0; codebook < codebooks; codebook++) {
      this.#fillRow(codebook, at + codebook * frames, frames, this.#lastOfRow, kept);
    }
  }

  [Symbol.dispose](): void {
    this.#record[Symbol.dispose]();
    this.#tile[Symbol.dispose]();
  }

  /**
   * Fills the row of `length` elements at `at` with `kept` tokens, from the codebook's first on,
   * and padding.
   */
  #fillRow(codebook: number, at: number, length: number, last: Uint8Array, kept: number): void {
    const tile = this.#tile;
    const { width } = tile;
    const { bytes } = this.#block;
    for (let from = 0; from < length; from += tile.elements) {
      const elements = Math.min(length - from, tile.elements);
      const tokens = Math.min(kept - from, elements);
      if (tokens < elements) tile.pad(elements, this.#options.pad);
      if (tokens > 0) this.#record.expand(codebook, from, tokens, width, tile.at, 1);
      bytes.set(elements === tile.elements ? tile.full : last, (at + from) * width);
    }
  }
}
