import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";

/** Copies tokens as stored, codebook by codebook, or all at once if nothing comes between them. */
export class CopiedRows implements TokenFiller {
  readonly #options: TokenFillerOptions;
  /** Whether rows hold nothing but frames, so that a whole record is one run. */
  readonly #isPlain: boolean;
  readonly #restAt: number;
  #frames = 0;
  #mainElements = 0;
  #restElements = 0;
  #block: Block | undefined;
  #values = new Uint16Array(0);

  constructor(options: TokenFillerOptions) {
    const { order, begin, end, restAt } = options;
    this.#options = options;
    this.#isPlain = order === "parallel" && begin === undefined && end === undefined;
    this.#restAt = restAt;
  }

  prepare(frames: number, block: Block): void {
    const { steps } = this.#options;
    this.#frames = frames;
    this.#mainElements = steps.mainElements(frames);
    this.#restElements = steps.restElements(frames);
    if (block === this.#block) return;
    this.#block = block;
    const { buffer, byteOffset, length } = block.bytes;
    this.#values = new Uint16Array(buffer, byteOffset, length / 2);
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
    const main = row * this.#mainElements;
    if (this.#isPlain && kept === stored && kept === this.#frames) {
      file.copy(position, codebooks * stored * 2, this.#block!, main * 2);
      return;
    }
    const rest = this.#restAt + row * this.#restElements;
    for (let codebook = 0; codebook < codebooks; codebook++) {
      this.#fillRow(codebook, codebook === 0 ? main : rest, main, kept);
      const from = position + (codebook * stored + start) * 2;
      file.copy(from, kept * 2, this.#block!, this.#at * 2);
    }
  }

  /** There is nothing to free. */
  [Symbol.dispose](): void {}

  /** Where the codebook's first token goes, as {@link #fillRow} found it. */
  #at = 0;

  /** Fills everything in a codebook's row except its tokens. */
  #fillRow(codebook: number, restBase: number, mainBase: number, kept: number): void {
    const { steps, order, pad, begin, end } = this.#options;
    const frames = this.#frames;
    const isRest = order === "firstAndRest" && codebook > 0;
    const row = (isRest ? restBase : mainBase) + steps.rowOf(codebook, frames);
    const length = isRest ? frames : steps.steps(frames);
    const at = row + steps.firstStepOf(codebook);
    const values = this.#values;
    values.fill(pad.low, row, at);
    values.fill(pad.low, at + kept, row + length);
    if (!isRest) {
      if (begin !== undefined) values[row] = begin.low;
      if (end !== undefined) values[at + kept] = end.low;
    }
    this.#at = at;
  }
}
