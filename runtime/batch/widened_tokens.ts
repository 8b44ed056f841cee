import type { ByteSource } from "../container/afd_file.ts";
import type { Block } from "../storage/block.ts";
import type { TokenElement } from "./token_element.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";

/**
 * Widens tokens of 16 bits to 64 without the kernels: leaving their memory takes a second copy, which is
 * what wide batches would spend most of their time on. One store writes a whole element, as V8 has no
 * way to write a 64-bit integer without making an object, but can copy a double of the same bits.
 */
export class WidenedTokens implements TokenFiller {
  readonly scratchBytes: number;
  readonly #codebooks: number;
  readonly #maxFrames: number;
  readonly #pad: TokenElement;
  #frames = 0;
  #block: Block | undefined;
  #scratchAt = 0;
  /** The batch as doubles of the integers' bits, and as pairs of words, the lower first. */
  #doubles = new Float64Array(0);
  #words = new Int32Array(0);
  #tokens = new Uint16Array(0);

  constructor({ codebooks, maxFrames, pad }: TokenFillerOptions) {
    this.#codebooks = codebooks;
    this.#maxFrames = maxFrames;
    this.#pad = pad;
    this.scratchBytes = codebooks * maxFrames * 2;
  }

  prepare(frames: number, block: Block, scratch: number): void {
    this.#frames = frames;
    if (block === this.#block) return;
    this.#block = block;
    this.#scratchAt = scratch;
    const { buffer, byteOffset } = block.bytes;
    this.#doubles = new Float64Array(buffer, byteOffset, Math.floor(scratch / 8));
    this.#words = new Int32Array(buffer, byteOffset, this.#doubles.length * 2);
    this.#tokens = new Uint16Array(buffer, byteOffset + scratch, this.scratchBytes / 2);
  }

  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    start: number,
    kept: number,
  ): void {
    const [codebooks, frames] = [this.#codebooks, this.#frames];
    const isWhole = kept === stored && stored <= this.#maxFrames;
    const step = isWhole ? stored : kept;
    if (isWhole) file.copy(position, codebooks * stored * 2, this.#block!, this.#scratchAt);
    else {
      for (let codebook = 0; codebook < codebooks; codebook++) {
        const from = position + (codebook * stored + start) * 2;
        file.copy(from, kept * 2, this.#block!, this.#scratchAt + codebook * kept * 2);
      }
    }
    let at = row * codebooks * frames;
    if (kept === frames) {
      widen(this.#doubles, at, this.#tokens, 0, codebooks * kept);
      return;
    }
    for (let codebook = 0; codebook < codebooks; codebook++) {
      widen(this.#doubles, at, this.#tokens, codebook * step, kept);
      this.#fillPad(at + kept, frames - kept);
      at += frames;
    }
  }

  /** By words: negative integers have the bits of NaNs, which needn't survive as doubles. */
  #fillPad(at: number, count: number): void {
    const { low, high } = this.#pad;
    for (let index = at * 2; index < (at + count) * 2; index += 2) {
      this.#words[index] = low;
      this.#words[index + 1] = high;
    }
  }

  /** There is nothing to give back. */
  [Symbol.dispose](): void {}
}

/** For each token the double that has the bits of its 64-bit integer. */
let doubles: Float64Array | undefined;

function tokenDoubles(): Float64Array {
  if (doubles !== undefined) return doubles;
  const integers = new BigInt64Array(2 ** 16);
  for (let token = 0; token < integers.length; token++) integers[token] = BigInt(token);
  return doubles = new Float64Array(integers.buffer);
}

function widen(
  out: Float64Array,
  to: number,
  tokens: Uint16Array,
  from: number,
  count: number,
): void {
  const table = tokenDoubles();
  const rest = count % 4;
  const fours = count - rest;
  // Four at a time is a tenth faster in V8.
  for (let index = 0; index < fours; index += 4) {
    out[to + index] = table[tokens[from + index]!]!;
    out[to + index + 1] = table[tokens[from + index + 1]!]!;
    out[to + index + 2] = table[tokens[from + index + 2]!]!;
    out[to + index + 3] = table[tokens[from + index + 3]!]!;
  }
  for (let index = fours; index < count; index++) {
    out[to + index] = table[tokens[from + index]!]!;
  }
}
