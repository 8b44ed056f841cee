import type { Block } from "./block.ts";
import { spreadRows } from "./spread_rows.ts";
import type { GapFiller, ReadCounters, Storage } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** Address space for batches in front of the mapping; untouched pages cost nothing. */
export const arenaBytes = 2 ** 30;

/**
 * Reads a file mapped into memory, with room for batches in front of it in the same address range:
 * copying a payload into a batch is one `copyWithin`, which makes no objects. Offsets of that range
 * stay small integers to V8 for files of up to a gigabyte; beyond that each copy makes two
 * short-lived numbers.
 */
export abstract class MappedBytes implements Storage {
  readonly kind = "mapped";
  readonly counters: ReadCounters = { reads: 0, bytes: 0 };
  abstract readonly name: string;
  abstract readonly size: number;
  /** The whole range; empty once the storage was closed. */
  protected abstract readonly all: Uint8Array<ArrayBuffer>;
  /** Fills an array with what lies at an offset of the range. */
  protected abstract readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;

  abstract allocate(byteLength: number): Block;
  abstract [Symbol.dispose](): void;

  copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    const from = arenaBytes + position;
    if (block.owner === this) {
      checkRoom(block, offset + length);
      this.all.copyWithin(block.base + offset, from, from + length);
    } else {
      block.bytes.set(this.all.subarray(from, from + length), offset);
    }
  }

  bring(position: number, length: number, tile: Tile): void {
    this.counters.reads++;
    this.counters.bytes += length;
    const from = arenaBytes + position;
    const view = tile.atLeast(length);
    if (position + view.length <= this.size) {
      this.copyInto(from, view);
    } else {
      // The file ends before the view does.
      tile.block.bytes.set(this.all.subarray(from, from + length));
    }
  }

  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    if (block.owner !== this) {
      return spreadRows(this, position, rowBytes, rows, block, offset, stride, gaps);
    }
    this.counters.reads++;
    this.counters.bytes += rows * rowBytes;
    checkRoom(block, offset + rows * stride);
    const { all } = this;
    const { base } = block;
    let from = arenaBytes + position;
    let to = offset;
    for (let row = 0; row < rows; row++) {
      all.copyWithin(base + to, from, from + rowBytes);
      gaps.fillGap(to + rowBytes, to + stride);
      from += rowBytes;
      to += stride;
    }
  }

  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.counters.reads++;
    this.counters.bytes += length;
    return this.all.subarray(arenaBytes + position, arenaBytes + position + length);
  }
}

/** Behind a block lies another one, which must not be written to; a block that was given back is empty. */
function checkRoom({ bytes }: Block, end: number): void {
  if (end > bytes.length) throw new RangeError(`Cannot copy to byte ${end} of ${bytes.length}`);
}
