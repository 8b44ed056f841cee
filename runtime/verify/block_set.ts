import { blockBytes } from "../container/constants.ts";

/** The blocks that fail their checksum, as bitmaps: a terabyte has 16 million blocks. */
export class BlockSet {
  readonly #count: number;
  readonly #damaged: Uint8Array;
  readonly #claimed: Uint8Array;
  #any = false;

  /** @param count how many blocks the file has; none is damaged yet. */
  constructor(count: number) {
    this.#count = count;
    this.#damaged = new Uint8Array(Math.ceil(count / 8));
    this.#claimed = new Uint8Array(Math.ceil(count / 8));
  }

  add(block: number): void {
    this.#any = true;
    setBit(this.#damaged, block);
  }

  /** Whether these bytes touch a damaged block. */
  touches(position: number, length: number): boolean {
    if (!this.#any || length === 0) return false;
    const last = Math.floor((position + length - 1) / blockBytes);
    for (let block = Math.floor(position / blockBytes); block <= last; block++) {
      if (hasBit(this.#damaged, block)) return true;
    }
    return false;
  }

  /** {@link touches}, for bytes whose damage is reported: their blocks aren't {@link unclaimed}. */
  claim(position: number, length: number): boolean {
    if (!this.touches(position, length)) return false;
    const last = Math.floor((position + length - 1) / blockBytes);
    for (let block = Math.floor(position / blockBytes); block <= last; block++) {
      setBit(this.#claimed, block);
    }
    return true;
  }

  /** How many damaged blocks were never claimed. */
  unclaimed(): number {
    let count = 0;
    for (let block = 0; this.#any && block < this.#count; block++) {
      if (hasBit(this.#damaged, block) && !hasBit(this.#claimed, block)) count++;
    }
    return count;
  }
}

function setBit(bits: Uint8Array, index: number): void {
  const at = Math.floor(index / 8);
  bits[at] = (bits[at] ?? 0) | (1 << (index % 8));
}

function hasBit(bits: Uint8Array, index: number): boolean {
  return ((bits[Math.floor(index / 8)] ?? 0) & (1 << (index % 8))) !== 0;
}
