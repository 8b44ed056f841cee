/** An item on loan until it is disposed of. */
export interface Lent<Item> extends Disposable {
  readonly item: Item;
}

/**
 * Keeps planned items that are idle, keyed by what they do, so that the next clip needn't plan
 * again. They hold kernel memory, which nothing else frees. Writers therefore share them, and when
 * there are too many, the one that has been idle longest is disposed of.
 */
export class IdlePool<Item extends Disposable> {
  readonly #idle = new Map<string, Item>();
  readonly #capacity: number;

  /** @param capacity how many items may be idle. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The idle item with the key `key`, or a new one. */
  borrow(key: string, make: () => Item): Lent<Item> {
    const item = this.#idle.get(key) ?? make();
    this.#idle.delete(key);
    return { item, [Symbol.dispose]: () => this.#giveBack(key, item) };
  }

  #giveBack(key: string, item: Item): void {
    // Another may have been made while this one was on loan.
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
