import { Block } from "./block.ts";

/** Length in bytes of the shortest view. */
const shortest = 64;

/**
 * A fixed run of memory, such as the kernels', that storages copy bytes to without making objects:
 * its views are made once, each twice as long as the one before.
 */
export class Tile {
  /** The whole run. */
  readonly block: Block;
  readonly #views: readonly Uint8Array<ArrayBuffer>[];

  /** A tile over `byteLength` bytes of `memory` from `offset` on. */
  constructor(memory: Uint8Array<ArrayBuffer>, offset: number, byteLength: number) {
    const { buffer, byteOffset } = memory;
    const views: Uint8Array<ArrayBuffer>[] = [];
    let length = shortest;
    do {
      views.push(new Uint8Array(buffer, byteOffset + offset, Math.min(length, byteLength)));
      length *= 2;
    } while (length < 2 * byteLength);
    this.#views = views;
    this.block = Block.over(views.at(-1)!);
  }

  /** A view from the beginning of the run: at least `byteLength` bytes, but less than twice as many. */
  atLeast(byteLength: number): Uint8Array<ArrayBuffer> {
    const index = byteLength <= shortest ? 0 : 26 - Math.clz32(byteLength - 1);
    return this.#views[index]!;
  }
}
