import { mixAll } from "../mix.ts";

/** Rounds for lengths of at least {@link large}: four are enough in theory, and more take time. */
const roundsOfLarge = 6;

/** Rounds for shorter lengths: small digits need more (sixteen leave a bias with six items). */
const roundsOfSmall = 24;

const large = 65_536;

/**
 * A permutation of 0 … length − 1 that is computed, not stored: where an item goes depends only on its
 * place and the key. It is the same on every machine, since it uses only integer arithmetic.
 *
 * A number is written as a pair of digits with `#columns` and `#rows` values; each round adds a keyed
 * hash of one digit to the other (a Feistel network over two moduli, after Black and Rogaway,
 * "Ciphers with arbitrary finite domains", 2002). There are barely more pairs than items; a pair that
 * isn't an item is permuted again until it is one.
 */
export class KeyedPermutation {
  /** Number of items. */
  readonly length: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #keys: Int32Array;

  /** @param key any number of integers up to 2⁵³ − 1. */
  constructor(length: number, key: readonly number[]) {
    this.length = length;
    this.#columns = Math.max(2, Math.ceil(Math.sqrt(length)));
    const rows = Math.max(2, Math.ceil(length / this.#columns));
    // With two odd moduli every round would be an even permutation, and half of all unreachable.
    this.#rows = rows + (rows & this.#columns & 1);
    const rounds = length < large ? roundsOfSmall : roundsOfLarge;
    this.#keys = Int32Array.from({ length: rounds }, (_, round) => mixAll(...key, length, round));
  }

  /**
   * The item at `place`, which must be in 0 … length − 1.
   *
   * @param tweak 32 bits; each value gives a different permutation, at no cost.
   */
  at(place: number, tweak = 0): number {
    const rows = this.#rows;
    const columns = this.#columns;
    const keys = this.#keys;
    let item = place;
    do {
      let column = (item / rows) | 0;
      let row = (item - column * rows) | 0;
      for (let round = 0; round < keys.length; round += 2) {
        column += drawn(row ^ keys[round]! ^ tweak, columns);
        if (column >= columns) column -= columns;
        row += drawn(column ^ keys[round + 1]! ^ tweak, rows);
        if (row >= rows) row -= rows;
      }
      item = column * rows + row;
    } while (item >= this.length);
    return item;
  }
}

/**
 * A number from 0 to `values` − 1 derived from 32 bits, for `values` up to 2¹⁶: the upper half of their
 * hash times `values`, in two halves that fit 32-bit integers.
 */
function drawn(bits: number, values: number): number {
  const x = Math.imul(bits, 0x21f0aaad);
  const hash = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (Math.imul(hash >>> 16, values) + (Math.imul(hash & 0xffff, values) >>> 16)) >>> 16;
}
