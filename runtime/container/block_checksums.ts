import { isShared, sharesMemory } from "../../hosts/mod.ts";
import { IntegrityError } from "../../errors/mod.ts";
import type { BlockSums } from "../storage/pieces.ts";
import type { Storage } from "../storage/storage.ts";
import { blockBytes } from "./constants.ts";
import { crc32 } from "./crc32.ts";

/** What comparing blocks takes. */
export interface BlockChecks {
  /** Where the bytes that checksums cover end. */
  readonly end: number;
  /** The checksums. */
  readonly sums: BlockSums;
  /** When blocks are compared. */
  readonly mode: ChecksumMode;
}

/** When blocks are compared with their checksums. */
export type ChecksumMode = "first-touch" | "always" | "never";

/** Compares 64 KiB blocks with their CRC-32s. */
export class BlockChecksums {
  readonly #storage: Storage;
  readonly #end: number;
  readonly #sums: BlockSums;
  readonly #always: boolean;
  /** One byte per block: 1 once it has been compared. Empty when nothing is compared. */
  #seen: Uint8Array;

  constructor(storage: Storage, { end, sums, mode }: BlockChecks) {
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
   *
   * @returns that memory; nothing where threads can't share any.
   */
  share(given?: SharedArrayBuffer): SharedArrayBuffer | undefined {
    if (!sharesMemory()) return undefined;
    const { buffer } = this.#seen;
    if (given === undefined && isShared(buffer)) return buffer;
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
      if (seen[block] !== 0 && !this.#always) continue;
      this.check(block);
      seen[block] = 1;
    }
  }

  /** Whether the block holds what was written. */
  holds(block: number): boolean {
    const { found, wanted } = this.#compare(block);
    return found === wanted;
  }

  /** @throws {IntegrityError} when the block fails its checksum. */
  protected check(block: number): void {
    const { found, wanted } = this.#compare(block);
    if (found !== wanted) {
      const { file, start, firstRecord } = this.#sums.placeOf(block);
      throw new IntegrityError(
        `Cannot read "${file}": bytes ${block * blockBytes - start} to ` +
          `${this.#sums.endOf(block) - start} fail their checksum`,
        {
          code: "checksum",
          file,
          firstRecord,
          found,
          wanted,
          hint: "run `audiofield verify` on it to see which records are damaged",
        },
      );
    }
  }

  /** The bytes of a block, for immediate use. */
  protected bytesOf(block: number, length: number): Uint8Array {
    return this.#storage.view(block * blockBytes, length);
  }

  #compare(block: number): { found: number; wanted: number } {
    const start = block * blockBytes;
    const bytes = this.bytesOf(block, this.#sums.endOf(block) - start);
    return { found: crc32(bytes), wanted: this.#sums.sumOf(block) };
  }
}
