import { FileError } from "../../errors/mod.ts";
import { blockBytes } from "../../runtime/container/constants.ts";
import type { Block } from "../../runtime/storage/block.ts";
import { CopyingStorage } from "../../runtime/storage/copying.ts";
import type { Storage } from "../../runtime/storage/storage.ts";

/** Bytes that take the place of those in a file. */
export interface Patch {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads a damaged file: blocks that the disk can't read are zeros, and so is everything after its end;
 * parts can be replaced by what they should be.
 */
export class SalvageStorage extends CopyingStorage {
  override readonly kind = "positioned";
  override readonly name: string;
  override readonly size: number;
  readonly #base: Storage;
  readonly #patches: readonly Patch[];

  /**
   * @param base closed with this storage.
   * @param size bytes that the file should have.
   */
  constructor(
    base: Storage,
    { size = base.size, patches = [] }: { size?: number; patches?: readonly Patch[] } = {},
  ) {
    super();
    this.#base = base;
    this.name = base.name;
    this.size = size;
    this.#patches = patches;
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    const there = Math.min(length, Math.max(0, this.#base.size - position));
    if (there > 0) this.#read(position, there, block, offset);
    block.bytes.fill(0, offset + there, offset + length);
    for (const { position: at, bytes } of this.#patches) {
      const from = Math.max(position, at);
      const to = Math.min(position + length, at + bytes.length);
      if (from < to) block.bytes.set(bytes.subarray(from - at, to - at), offset + from - position);
    }
  }

  override [Symbol.dispose](): void {
    this.#base[Symbol.dispose]();
  }

  /** Reads block by block where the disk fails. */
  #read(position: number, length: number, block: Block, offset: number): void {
    try {
      this.#base.copy(position, length, block, offset);
      return;
    } catch (cause) {
      if (!(cause instanceof FileError)) throw cause;
    }
    const inBlock = blockBytes - position % blockBytes;
    const first = Math.min(length, inBlock);
    if (first < length) {
      this.#read(position, first, block, offset);
      this.#read(position + first, length - first, block, offset + first);
    } else block.bytes.fill(0, offset, offset + length);
  }
}
