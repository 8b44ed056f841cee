import { alignment, blockBytes } from "../container/constants.ts";
import { crc32 } from "../container/crc32.ts";
import type { EndingOutput } from "../output/write_ending.ts";
import type { Storage } from "../storage/storage.ts";
import { sameBytes } from "../container/keys.ts";

/** Compares what would be written with a file that exists, instead of writing it. */
export class ComparedOutput implements EndingOutput {
  readonly path: string;
  readonly #storage: Storage;
  #position = 0;
  #isSame = true;

  constructor(storage: Storage) {
    this.path = storage.name;
    this.#storage = storage;
  }

  /** Bytes compared so far. */
  get position(): number {
    return this.#position;
  }

  /** Whether the file has exactly the bytes that were written. */
  get isSame(): boolean {
    return this.#isSame && this.#position === this.#storage.size;
  }

  write(bytes: Uint8Array): void {
    const end = this.#position + bytes.length;
    this.#isSame &&= end <= this.#storage.size &&
      sameBytes(this.#storage.view(this.#position, bytes.length), bytes);
    this.#position = end;
  }

  pad(multiple: number): void {
    const rest = this.#position % multiple;
    if (rest !== 0) this.write(new Uint8Array(alignment).subarray(0, multiple - rest));
  }

  /** The checksums of the file's own blocks, which are the written ones as long as all is the same. */
  blockChecksums(): Uint32Array<ArrayBuffer> {
    const sums = new Uint32Array(Math.ceil(this.#position / blockBytes));
    if (!this.#isSame) return sums;
    return sums.map((_, block) => {
      const start = block * blockBytes;
      return crc32(this.#storage.view(start, Math.min(blockBytes, this.#position - start)));
    });
  }
}
