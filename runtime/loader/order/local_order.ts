import { KeyedPermutation } from "./keyed_permutation.ts";
import { mixAll } from "../mix.ts";
import type { RecordOrder } from "./record_order.ts";

/**
 * A shuffle for disks that are slow at jumping: runs of `block` records come in random order, and the
 * records of `window` runs that follow each other in it are mixed. So a window's worth of records is
 * read from `window` places of the file, and no two runs meet again in the next epoch but by chance:
 * where runs begin is drawn anew each time.
 */
export class LocalOrder implements RecordOrder {
  /** See {@link RecordOrder.length}. */
  readonly length: number;
  readonly #block: number;
  readonly #offset: number;
  /** The runs, the incomplete one apart: it stays behind all others, wherever they begin. */
  readonly #blocks: KeyedPermutation;
  readonly #windowRecords: number;
  readonly #within: KeyedPermutation;
  readonly #lastWindow: number;
  readonly #withinLast: KeyedPermutation;

  /** @param key integers that the order follows from. */
  constructor(
    length: number,
    { block, window, key }: { block: number; window: number; key: readonly number[] },
  ) {
    this.length = length;
    this.#block = block;
    this.#offset = Math.floor((mixAll(...key, length) >>> 0) / 0x1_0000_0000 * length);
    this.#blocks = new KeyedPermutation(Math.floor(length / block), [...key, 0]);
    this.#windowRecords = block * window;
    this.#within = new KeyedPermutation(this.#windowRecords, [...key, 1]);
    this.#lastWindow = Math.max(0, Math.ceil(length / this.#windowRecords) - 1);
    const last = length - this.#lastWindow * this.#windowRecords;
    this.#withinLast = new KeyedPermutation(last, [...key, 2]);
  }

  /** See {@link RecordOrder.at}. */
  at(position: number): number {
    const window = Math.floor(position / this.#windowRecords);
    const first = window * this.#windowRecords;
    const within = window === this.#lastWindow
      ? this.#withinLast.at(position - first)
      : this.#within.at(position - first, Math.imul(window + 1, 0x9e3779b1));
    const place = first + within;
    const block = Math.floor(place / this.#block);
    const run = block < this.#blocks.length ? this.#blocks.at(block) : block;
    const record = run * this.#block + (place - block * this.#block) + this.#offset;
    return record < this.length ? record : record - this.length;
  }
}
