import type { ByteRange } from "../storage/storage.ts";

/** Ranges of a file that are in memory, checked, for as long as the file is open. */
export class KeptRanges {
  readonly #ranges: { readonly position: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];

  /** Keeps a range. */
  keep(position: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#ranges.push({ position, bytes });
  }

  /** The bytes of a range that lies within a kept one. */
  find(position: number, length: number): Uint8Array<ArrayBuffer> | undefined {
    for (const { position: start, bytes } of this.#ranges) {
      if (position < start || position + length > start + bytes.length) continue;
      return bytes.subarray(position - start, position - start + length);
    }
    return undefined;
  }

  /** Those of the ranges that aren't kept. */
  missing(ranges: readonly ByteRange[]): readonly ByteRange[] {
    if (this.#ranges.length === 0) return ranges;
    return ranges.filter(({ position, length }) => this.find(position, length) === undefined);
  }
}
