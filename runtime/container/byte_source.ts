import type { Block } from "../storage/block.ts";
import type { GapFiller } from "../storage/storage.ts";
import type { Tile } from "../storage/tile.ts";

/** Checked bytes by position. Decoders copy from here, and never read on their own. */
export interface ByteSource {
  /**
   * Copies `length` bytes from `position` in the file to `offset` in `block`.
   *
   * @throws {IntegrityError} when the bytes fail their checksum.
   * @throws {UsageError} when the source was closed, or can only be read asynchronously.
   */
  copy(position: number, length: number, block: Block, offset: number): void;
  /**
   * Copies `length` bytes from `position` to the beginning of a tile. The rest of the tile is
   * undefined afterwards.
   *
   * @throws what {@link copy} throws.
   */
  bring(position: number, length: number, tile: Tile): void;
  /**
   * Copies rows that follow one another from `position` on into `block`: the first to `offset`, each
   * further one `stride` bytes later. `gaps` fills the space after each row.
   *
   * @throws what {@link copy} throws.
   */
  copyRows(
    position: number,
    rowBytes: number,
    rows: number,
    block: Block,
    offset: number,
    stride: number,
    gaps: GapFiller,
  ): void;
}
