import type { ByteSource } from "../../container/afd_file.ts";
import { type OwnBatch, ownBatch } from "../../batch/own_batch.ts";
import type { Block } from "../../storage/block.ts";
import type { Storage } from "../../storage/storage.ts";
import { StagedRecord } from "./staged_record.ts";
import { type TokenWidth, tokenWidths } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";

/**
 * Widens tokens into rows of frames and nothing else, in a batch that lies in the kernels' own
 * memory: each token is written once, where it belongs.
 */
export class WidenedRows implements TokenFiller {
  /** The batch's memory. */
  readonly block: Block;
  readonly #options: TokenFillerOptions;
  readonly #width: TokenWidth;
  readonly #record: StagedRecord;
  /** Offset of the batch in the kernels' memory, and the batch as words. */
  readonly #at: number;
  readonly #words: Int32Array;
  #frames = 0;

  /** Created by {@link widenedRows}. */
  constructor(options: TokenFillerOptions, record: StagedRecord, { at, block }: OwnBatch) {
    this.block = block;
    this.#options = options;
    this.#width = tokenWidths[options.dtype];
    this.#record = record;
    this.#at = at;
    const { buffer, byteOffset, length } = block.bytes;
    this.#words = new Int32Array(buffer, byteOffset, length / 4);
  }

  prepare(frames: number): void {
    this.#frames = frames;
    this.#record.locate();
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
    const width = this.#width;
    const record = this.#record;
    record.bring(file, position, stored, start, kept);
    const element = row * codebooks * frames;
    if (kept === stored && kept === frames && record.isOneRun(stored)) {
      record.expand(0, 0, codebooks * kept, width, this.#at + element * width, 1);
      return;
    }
    for (let codebook = 0; codebook < codebooks; codebook++) {
      const at = element + codebook * frames;
      record.expand(codebook, 0, kept, width, this.#at + at * width, 1);
      this.#pad(at + kept, frames - kept);
    }
  }

  /** Frees the memory that records are read to; the batch's memory goes with its kernels. */
  [Symbol.dispose](): void {
    this.#record[Symbol.dispose]();
  }

  /** Fills elements of the batch with padding. */
  #pad(at: number, count: number): void {
    const { low, high } = this.#options.pad;
    const words = this.#words;
    if (this.#width === 4) {
      words.fill(low, at, at + count);
      return;
    }
    for (let word = at * 2; word < (at + count) * 2; word += 2) {
      words[word] = low;
      words[word + 1] = high;
    }
  }
}

/** Fills a batch in the memory of its own kernels; `undefined` if it can't lie there. */
export function widenedRows(
  options: TokenFillerOptions,
  storage: Storage,
  byteLength: number,
): WidenedRows | undefined {
  let record: StagedRecord | undefined;
  const own = ownBatch(storage, byteLength, (kernels) => {
    record = new StagedRecord(kernels, options);
    record.allocate();
  });
  return own === undefined ? undefined : new WidenedRows(options, record!, own);
}
