import { KeyedPermutation } from "./keyed_permutation.ts";
import { mixAll } from "../mix.ts";
import type { RecordOrder } from "./record_order.ts";

/**
 * A shuffle for disks with slow random access: runs of `block` records come in random order, and the
 * records of `window` consecutive runs are mixed. The records of a window are therefore read from
 * `window` places in the file. Where runs begin is drawn again for each epoch, so two runs meet again
 * only by chance.
 */
export class LocalOrder implements RecordOrder {
  /** See {@link RecordOrder.length}. */
  readonly length: number;
  readonly #block: number;
  readonly #offset: number;
  /** The complete runs; the incomplete one always comes last, wherever they begin. */
  readonly #blocks: KeyedPermutation;
  readonly #windowRecords: number;
  readonly #within: KeyedPermutation;
  readonly #lastWindow: number;
  readonly #withinLast: KeyedPermutation;

  /** @param key integers that determine the order. */
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
