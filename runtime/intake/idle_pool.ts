/** Something until it is given back. */
export interface Lent<Item> extends Disposable {
  readonly item: Item;
}

/**
 * Keeps planned things that nobody uses, by what they do, so that the next clip needn't plan again.
 * They hold the kernels' memory, which nobody else gives back: writers share them instead of each
 * having its own, and the longest unused goes when there are too many.
 */
export class IdlePool<Item extends Disposable> {
  readonly #idle = new Map<string, Item>();
  readonly #capacity: number;

  /** @param capacity how many may wait. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The idle item called `key`, or a new one. */
  borrow(key: string, make: () => Item): Lent<Item> {
    const item = this.#idle.get(key) ?? make();
    this.#idle.delete(key);
    return { item, [Symbol.dispose]: () => this.#giveBack(key, item) };
  }

  #giveBack(key: string, item: Item): void {
    // Another may have been made while this one was out.
    this.#idle.get(key)?.[Symbol.dispose]();
    this.#idle.delete(key);
    this.#idle.set(key, item);
    for (const [oldest, unused] of this.#idle) {
      if (this.#idle.size <= this.#capacity) return;
      this.#idle.delete(oldest);
      unused[Symbol.dispose]();
    }
  }
}
