import { Block } from "./block.ts";
import { spreadRows } from "./spread_rows.ts";
import type { GapFiller, ReadCounters, Storage } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** A file's bytes, held in memory by the caller. */
export class MemoryStorage implements Storage {
  readonly kind = "memory";
  readonly name: string;
  readonly size: number;
  readonly counters: ReadCounters = { reads: 0, bytes: 0 };
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>, name = "(memory)") {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.length;
  }

  copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    block.bytes.set(this.#bytes.subarray(position, position + length), offset);
  }

  bring(position: number, length: number, tile: Tile): void {
    this.copy(position, length, tile.block, 0);
  }

  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    spreadRows(this, position, rowBytes, rows, block, offset, stride, gaps);
  }

  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.counters.reads++;
    this.counters.bytes += length;
    const view = this.#bytes.subarray(position, position + length);
    // Tables are read through wider views, which must begin on multiples of their width.
    return view.byteOffset % 8 === 0 ? view : view.slice();
  }

  allocate(byteLength: number): Block {
    return Block.allocate(byteLength);
  }

  [Symbol.dispose](): void {
    this.#bytes = new Uint8Array(0);
  }
}
