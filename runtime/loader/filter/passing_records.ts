/** Collects the records that pass, page by page. */
export class PassingRecords {
  #kept: Uint32Array<ArrayBuffer>;
  #length = 0;

  /** @param recordCount of all records. */
  constructor(recordCount: number) {
    this.#kept = new Uint32Array(Math.min(recordCount, 1024));
  }

  /** The records so far, ascending. */
  get records(): Uint32Array<ArrayBuffer> {
    return this.#kept.slice(0, this.#length);
  }

  /** Adds those of `count` records from `first` on whose flag is 1. */
  add(first: number, count: number, flags: Uint8Array): void {
    let length = this.#length;
    if (this.#kept.length < length + count) this.#grow(length + count);
    const kept = this.#kept;
    // Without a branch, since which records pass can't be predicted.
    for (let row = 0; row < count; row++) {
      kept[length] = first + row;
      length += flags[row]!;
    }
    this.#length = length;
  }

  #grow(needed: number): void {
    const larger = new Uint32Array(Math.max(needed, this.#kept.length * 2));
    larger.set(this.#kept);
    this.#kept = larger;
  }
}
