import { Block } from "./block.ts";
import { spreadRows } from "./spread_rows.ts";
import type { GapFiller, ReadCounters, Storage, StorageKind } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** A storage that reads by copying to ordinary memory: everything else is built on {@link copy}. */
export abstract class CopyingStorage implements Storage {
  abstract readonly kind: StorageKind;
  abstract readonly name: string;
  abstract readonly size: number;
  readonly counters: ReadCounters = { reads: 0, bytes: 0 };

  abstract copy(position: number, length: number, block: Block, offset: number): void;

  abstract [Symbol.dispose](): void;

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
    const block = Block.allocate(length);
    this.copy(position, length, block, 0);
    return block.bytes;
  }

  allocate(byteLength: number): Block {
    return Block.allocate(byteLength);
  }
}
