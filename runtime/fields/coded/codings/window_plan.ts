import { allocateRows } from "../../../batch/rows.ts";
import type { ByteRange } from "../../../storage/storage.ts";

/** What is to be decoded: a window of one track in each row. Columns, so that planning makes nothing. */
export class WindowPlan {
  /** Rows in use. */
  size = 0;
  /** The record of each row. */
  readonly records: Uint32Array<ArrayBuffer>;
  /** The track in it, counted among those that are there; -1 where the row's isn't. */
  readonly tracks: Int32Array<ArrayBuffer>;
  /** The window's first sample. */
  readonly starts: Float64Array<ArrayBuffer>;
  /** Its samples that are the record's own. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** Where the bytes lie that the next step takes: of the index first, then of the stream. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** How many they are. */
  readonly byteLengths: Float64Array<ArrayBuffer>;
  /** Whether they are of the index. */
  readonly indexed: Uint8Array<ArrayBuffer>;
  /** The first sample of the unit that the stream's bytes begin with. */
  readonly firsts: Float64Array<ArrayBuffer>;

  /**
   * Made with a batch.
   *
   * @param capacity rows that there is room for.
   */
  constructor(capacity: number) {
    this.records = allocateRows(Uint32Array, capacity);
    this.tracks = allocateRows(Int32Array, capacity);
    this.starts = allocateRows(Float64Array, capacity);
    this.counts = allocateRows(Float64Array, capacity);
    this.positions = allocateRows(Float64Array, capacity);
    this.byteLengths = allocateRows(Float64Array, capacity);
    this.indexed = allocateRows(Uint8Array, capacity);
    this.firsts = allocateRows(Float64Array, capacity);
  }

  /** The extents of the index that are to be read first, for storages that must wait. */
  indexExtents(): ByteRange[] {
    return this.extents().filter((_, row) => this.indexed[row] !== 0);
  }

  /** The extents of the streams, once they are located. */
  extents(): ByteRange[] {
    return Array.from({ length: this.size }, (_, row) => ({
      position: this.positions[row]!,
      length: this.byteLengths[row]!,
    }));
  }
}
