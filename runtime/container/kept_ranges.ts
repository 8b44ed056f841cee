import { threadMemory } from "../../hosts/mod.ts";
import type { ByteRange } from "../storage/storage.ts";

/** A range of a file, and its bytes. */
export interface KeptRange {
  readonly position: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Ranges of a file that are in memory, checked, for as long as the file is open. */
export class KeptRanges {
  readonly #ranges: KeptRange[] = [];

  /** Keeps a range. */
  keep(position: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#ranges.push({ position, bytes });
  }

  /** All of them, in memory that threads share, if they can. */
  shared(): readonly KeptRange[] {
    return this.#ranges.map(({ position, bytes }) => {
      const copy = new Uint8Array(threadMemory(bytes.length));
      copy.set(bytes);
      // Code that reads bytes reads shared memory too; only the types differ.
      return { position, bytes: copy as Uint8Array as Uint8Array<ArrayBuffer> };
    });
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
