/** Hands out page-aligned ranges of a fixed span, first fit, and takes them back. */
export class Arena {
  /** Free ranges in ascending order, never adjacent. */
  readonly #free: { start: number; end: number }[];
  /** Behind this, nothing was ever handed out. */
  #untouched = 0;

  constructor(byteLength: number) {
    this.#free = [{ start: 0, end: byteLength }];
  }

  /**
   * The start of a free range, and how many of its first bytes may have been handed out before;
   * `undefined` when none is large enough.
   */
  allocate(byteLength: number): { readonly start: number; readonly touched: number } | undefined {
    const size = pages(byteLength);
    const index = this.#free.findIndex(({ start, end }) => end - start >= size);
    const range = this.#free[index];
    if (range === undefined) return undefined;
    const { start } = range;
    range.start += size;
    if (range.start === range.end) this.#free.splice(index, 1);
    const touched = Math.min(byteLength, Math.max(0, this.#untouched - start));
    this.#untouched = Math.max(this.#untouched, start + size);
    return { start, touched };
  }

  /** Takes back what {@link allocate} gave for the same `byteLength`. */
  release(start: number, byteLength: number): void {
    const end = start + pages(byteLength);
    const after = this.#free.findIndex((range) => range.start >= end);
    const index = after < 0 ? this.#free.length : after;
    this.#free.splice(index, 0, { start, end });
    for (const left of [index, index - 1]) {
      const [a, b] = [this.#free[left], this.#free[left + 1]];
      if (a === undefined || b === undefined || a.end !== b.start) continue;
      a.end = b.end;
      this.#free.splice(left + 1, 1);
    }
  }
}

function pages(byteLength: number): number {
  return Math.max(1, Math.ceil(byteLength / 4096)) * 4096;
}
