import type { Block } from "./block.ts";
import type { GapFiller, Storage } from "./storage.ts";

/**
 * {@link Storage.copyRows} of storages for which a copy is a read: reads all rows at once, to the end
 * of their destination, and moves each to its place from there. Neither a row nor the gap after it
 * ever overwrites a row that hasn't been moved yet, because the stride is at least the length of a
 * row.
 */
// deno-fmt-ignore
export function spreadRows(
  storage: Storage, position: number, rowBytes: number, rows: number,
  block: Block, offset: number, stride: number, gaps: GapFiller,
): void {
  const { bytes } = block;
  let from = offset + rows * (stride - rowBytes);
  storage.copy(position, rows * rowBytes, block, from);
  let to = offset;
  for (let row = 0; row < rows; row++) {
    bytes.copyWithin(to, from, from + rowBytes);
    gaps.fillGap(to + rowBytes, to + stride);
    from += rowBytes;
    to += stride;
  }
}
