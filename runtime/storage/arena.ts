/**
 * Ranges that an arena hands out are multiples of this, and begin on one: no system that we map on
 * has larger pages.
 */
export const arenaPageBytes = 65_536;

/**
 * Hands out ranges of a fixed span, first fit, and takes them back. They come from its beginning or
 * from its end, so that long-lived ranges needn't lie between short-lived ones.
 */
export class Arena {
  /** Free ranges in ascending order, never adjacent. */
  readonly #free: { start: number; end: number }[];
  #freeBytes: number;

  constructor(byteLength: number) {
    this.#free = [{ start: 0, end: byteLength }];
    this.#freeBytes = byteLength;
  }

  /** Bytes in all free ranges together. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** The start of a range near the beginning; `undefined` if no free range is large enough. */
  allocate(byteLength: number): number | undefined {
    const size = wholePages(byteLength);
    const index = this.#free.findIndex(({ start, end }) => end - start >= size);
    const range = this.#free[index];
    if (range === undefined) return undefined;
    const { start } = range;
    range.start += size;
    return this.#taken(index, start, size);
  }

  /** {@link allocate}, near the end. */
  allocateLast(byteLength: number): number | undefined {
    const size = wholePages(byteLength);
    const index = this.#free.findLastIndex(({ start, end }) => end - start >= size);
    const range = this.#free[index];
    if (range === undefined) return undefined;
    range.end -= size;
    return this.#taken(index, range.end, size);
  }

  /** Takes back what was handed out for the same `byteLength`. */
  release(start: number, byteLength: number): void {
    const end = start + wholePages(byteLength);
    this.#freeBytes += end - start;
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

  #taken(index: number, start: number, size: number): number {
    const range = this.#free[index]!;
    if (range.start === range.end) this.#free.splice(index, 1);
    this.#freeBytes -= size;
    return start;
  }
}

/** `byteLength` rounded up to whole pages, at least one. */
export function wholePages(byteLength: number): number {
  return Math.max(1, Math.ceil(byteLength / arenaPageBytes)) * arenaPageBytes;
}
