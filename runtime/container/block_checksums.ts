import { IntegrityError } from "../../errors/mod.ts";
import type { ByteRange, Storage } from "../storage/storage.ts";
import { blockBytes } from "./constants.ts";
import { crc32 } from "./crc32.ts";

/** When blocks are compared with their checksums. */
export type ChecksumMode = "first-touch" | "always" | "never";

/** Block checksums in one 64 KiB part of their table. */
const sumsPerPart = blockBytes / 4;

/**
 * Compares 64 KiB blocks with their CRC-32s. The checksums themselves are read in parts of 64 KiB
 * when they are needed, and compared with the directory's checksums of them.
 */
export class BlockChecksums {
  readonly #storage: Storage;
  readonly #end: number;
  readonly #sums: readonly number[];
  readonly #always: boolean;
  /** One byte per block: 1 once it has been compared. Empty when nothing is compared. */
  #seen: Uint8Array;
  readonly #parts: (DataView | undefined)[] = [];

  constructor(
    storage: Storage,
    { end, sums, mode }: { end: number; sums: readonly number[]; mode: ChecksumMode },
  ) {
    this.#storage = storage;
    this.#end = end;
    this.#sums = sums;
    this.#always = mode === "always";
    this.#seen = new Uint8Array(mode === "never" ? 0 : Math.ceil(end / blockBytes));
  }

  /** Number of blocks. */
  get count(): number {
    return Math.ceil(this.#end / blockBytes);
  }

  /**
   * Keeps the list of compared blocks in shared memory, so that threads that read the same file
   * needn't compare them again: in `given`, which this method returned in another thread, or in new
   * memory.
   */
  share(given?: SharedArrayBuffer): SharedArrayBuffer {
    const { buffer } = this.#seen;
    if (given === undefined && buffer instanceof SharedArrayBuffer) return buffer;
    const shared = given ?? new SharedArrayBuffer(this.#seen.length);
    const seen = new Uint8Array(shared);
    if (given === undefined) seen.set(this.#seen);
    this.#seen = seen;
    return shared;
  }

  /** @throws {IntegrityError} when a block that these bytes touch fails its checksum. */
  ensure(position: number, length: number): void {
    const seen = this.#seen;
    if (seen.length === 0) return;
    const last = Math.floor((position + length - 1) / blockBytes);
    for (let block = Math.floor(position / blockBytes); block <= last; block++) {
      if (seen[block] === 0 || this.#always) this.#check(block);
    }
  }

  /** The parts of the checksum table that are needed to check these extents and not yet in memory. */
  rangesFor(extents: readonly ByteRange[]): ByteRange[] {
    const parts = new Set<number>();
    for (const { position, length } of extents) {
      const last = Math.floor((position + length - 1) / blockBytes / sumsPerPart);
      for (let part = Math.floor(position / blockBytes / sumsPerPart); part <= last; part++) {
        if (this.#parts[part] === undefined) parts.add(part);
      }
    }
    return [...parts].map((part) => this.#rangeOfPart(part));
  }

  /** Whether the block holds what was written. */
  holds(block: number): boolean {
    const { found, wanted } = this.#compare(block);
    return found === wanted;
  }

  #check(block: number): void {
    const { found, wanted } = this.#compare(block);
    if (found !== wanted) {
      throw new IntegrityError(
        `Cannot read "${this.#storage.name}": bytes ${block * blockBytes} to ` +
          `${Math.min((block + 1) * blockBytes, this.#end)} fail their checksum`,
        {
          code: "checksum",
          file: this.#storage.name,
          found,
          wanted,
          hint: "run `audiofield verify` on it to see which records are damaged",
        },
      );
    }
    this.#seen[block] = 1;
  }

  #compare(block: number): { found: number; wanted: number } {
    const start = block * blockBytes;
    const bytes = this.#storage.view(start, Math.min(blockBytes, this.#end - start));
    const part = Math.floor(block / sumsPerPart);
    const sums = this.#parts[part] ??= this.#readPart(part);
    return { found: crc32(bytes), wanted: sums.getUint32((block % sumsPerPart) * 4, true) };
  }

  #readPart(part: number): DataView {
    const { position, length } = this.#rangeOfPart(part);
    // A copy: it is kept for as long as the file is open, and its position may be unaligned.
    const bytes = this.#storage.view(position, length).slice();
    if (crc32(bytes) !== this.#sums[part]) {
      throw new IntegrityError(
        `Cannot read "${this.#storage.name}": its block checksums fail their own checksum`,
        { code: "checksum-table", file: this.#storage.name, hint: "copy or pack the file again" },
      );
    }
    return new DataView(bytes.buffer);
  }

  #rangeOfPart(part: number): ByteRange {
    const count = Math.min(sumsPerPart, this.count - part * sumsPerPart);
    return { position: this.#end + part * blockBytes, length: count * 4 };
  }
}
