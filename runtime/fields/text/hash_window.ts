import type { KeyHash } from "../../container/keys.ts";

/** Some neighbouring hashes of a key index. */
export class HashWindow {
  /** The place after the last one in the index. */
  readonly end: number;
  readonly #first: number;
  /** The lower word of each, then the upper one. */
  readonly #words: Uint32Array<ArrayBuffer>;

  /**
   * @param bytes the hashes, 8 bytes each.
   * @param first the place of the first one in the index.
   */
  constructor(bytes: Uint8Array<ArrayBuffer>, first: number) {
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
    this.#first = first;
    this.end = first + (bytes.length >>> 3);
  }

  /** The hash at a place of the index. */
  hashAt(at: number): KeyHash {
    const word = (at - this.#first) * 2;
    return { low: this.#words[word]!, high: this.#words[word + 1]! };
  }

  /** Compares the hash at a place with another: negative where it is lower. */
  compare(at: number, { low, high }: KeyHash): number {
    const word = (at - this.#first) * 2;
    return this.#words[word + 1]! - high || this.#words[word]! - low;
  }

  /** The place of the first hash that isn't lower, {@link end} where all are. */
  lowerBound(hash: KeyHash): number {
    let [low, high] = [this.#first, this.end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.compare(middle, hash) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
