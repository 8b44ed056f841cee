/** Keeps at most so many numbered things; the one that wasn't used for longest makes room. */
export class RecentlyUsed {
  readonly #limit: number;
  readonly #letGo: (thing: number) => void;
  /** When each thing was used; 0 for those that aren't kept. */
  readonly #used: Float64Array;
  readonly #kept: number[] = [];
  #clock = 0;

  /** @param letGo called with a thing that makes room for another. */
  constructor(count: number, limit: number, letGo: (thing: number) => void) {
    this.#limit = limit;
    this.#letGo = letGo;
    this.#used = new Float64Array(count);
  }

  /** Whether a thing is kept; from then on it is the one that was used last. */
  use(thing: number): boolean {
    if (this.#used[thing] === 0) return false;
    this.#used[thing] = ++this.#clock;
    return true;
  }

  /** Makes room for one more thing. */
  makeRoom(): void {
    while (this.#kept.length >= this.#limit) {
      let oldest = 0;
      for (let place = 1; place < this.#kept.length; place++) {
        if (this.#used[this.#kept[place]!]! < this.#used[this.#kept[oldest]!]!) oldest = place;
      }
      const thing = this.#kept[oldest]!;
      this.#kept[oldest] = this.#kept.at(-1)!;
      this.#kept.pop();
      this.#used[thing] = 0;
      this.#letGo(thing);
    }
  }

  /** Keeps a thing that wasn't kept; {@link makeRoom} comes first. */
  keep(thing: number): void {
    this.#kept.push(thing);
    this.#used[thing] = ++this.#clock;
  }
}
