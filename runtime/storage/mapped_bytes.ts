import type { Block } from "./block.ts";
import { spreadRows } from "./spread_rows.ts";
import type { GapFiller, ReadCounters, Storage } from "./storage.ts";
import type { Tile } from "./tile.ts";

/**
 * Reads a file that is mapped into memory, in the same address range as batches: copying a payload
 * into a batch is one `copyWithin`, which makes no objects. Offsets up to 2^31 are small integers to
 * V8; beyond that each copy makes two short-lived numbers.
 */
export abstract class MappedBytes implements Storage {
  readonly kind = "mapped";
  readonly counters: ReadCounters = { reads: 0, bytes: 0 };
  abstract readonly name: string;
  abstract readonly size: number;
  /** The owner of the blocks in the same range as the file; copying to them makes no objects. */
  abstract readonly range: object;
  /** The whole range; empty after the storage was closed. */
  protected abstract readonly all: Uint8Array<ArrayBuffer>;
  /** Where the file begins in the range. */
  protected abstract readonly start: number;
  /** The file; empty after the storage was closed. */
  protected abstract readonly bytes: Uint8Array<ArrayBuffer>;
  /** Fills an array with the bytes at a position of the file. */
  protected abstract readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;

  abstract allocate(byteLength: number): Block;
  abstract [Symbol.dispose](): void;

  copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    if (block.owner === this.range) {
      checkFits(block, offset + length);
      const from = this.start + position;
      this.all.copyWithin(block.base + offset, from, from + length);
    } else {
      block.bytes.set(this.bytes.subarray(position, position + length), offset);
    }
  }

  bring(position: number, length: number, tile: Tile): void {
    this.counters.reads++;
    this.counters.bytes += length;
    const view = tile.atLeast(length);
    if (position + view.length <= this.size) {
      this.copyInto(position, view);
    } else {
      // The file ends before the view does.
      tile.block.bytes.set(this.bytes.subarray(position, position + length));
    }
  }

  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    if (block.owner !== this.range) {
      return spreadRows(this, position, rowBytes, rows, block, offset, stride, gaps);
    }
    this.counters.reads++;
    this.counters.bytes += rows * rowBytes;
    checkFits(block, offset + rows * stride);
    const { all } = this;
    const { base } = block;
    let from = this.start + position;
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
    return this.bytes.subarray(position, position + length);
  }
}

/** Another block may follow, which must not be written to; a block that was given back is empty. */
function checkFits({ bytes }: Block, end: number): void {
  if (end > bytes.length) throw new RangeError(`Cannot copy to byte ${end} of ${bytes.length}`);
}
