import { IntegrityError } from "../../errors/mod.ts";
import type { BlockSums } from "../storage/pieces.ts";
import type { ByteRange, Storage } from "../storage/storage.ts";
import { blockBytes } from "./constants.ts";
import { crc32 } from "./crc32.ts";

/** Block checksums in one 64 KiB part of their table. */
const sumsPerPart = blockBytes / 4;

/**
 * The block checksums of one file. They are read in parts of 64 KiB when they are needed, and compared
 * with the directory's checksums of them.
 */
export class FileSums implements BlockSums {
  readonly #storage: Pick<Storage, "name" | "view">;
  readonly #end: number;
  readonly #sums: readonly number[];
  readonly #parts: (DataView | undefined)[] = [];

  /**
   * @param end where the bytes that they cover end, and where they begin.
   * @param sums the checksum of each part.
   */
  constructor(
    storage: Pick<Storage, "name" | "view">,
    { end, sums }: { end: number; sums: readonly number[] },
  ) {
    this.#storage = storage;
    this.#end = end;
    this.#sums = sums;
  }

  endOf(block: number): number {
    return Math.min((block + 1) * blockBytes, this.#end);
  }

  sumOf(block: number): number {
    const part = Math.floor(block / sumsPerPart);
    const sums = this.#parts[part] ??= this.#readPart(part);
    return sums.getUint32((block % sumsPerPart) * 4, true);
  }

  placeOf(): { file: string; start: number; firstRecord: undefined } {
    return { file: this.#storage.name, start: 0, firstRecord: undefined };
  }

  /** The parts that are needed to check these extents and not yet in memory. */
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
    const blocks = Math.ceil(this.#end / blockBytes);
    const count = Math.min(sumsPerPart, blocks - part * sumsPerPart);
    return { position: this.#end + part * blockBytes, length: count * 4 };
  }
}
