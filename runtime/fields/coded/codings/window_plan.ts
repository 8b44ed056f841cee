import { allocateRows } from "../../../batch/rows.ts";
import type { ByteRange } from "../../../storage/storage.ts";

/**
 * What to decode: a window of one track in each row. It is stored in columns, so that planning
 * allocates nothing.
 */
export class WindowPlan {
  /** Rows in use. */
  size = 0;
  /** The record of each row. */
  readonly records: Uint32Array<ArrayBuffer>;
  /** The track in it, counted among those that exist; -1 if the row's track is missing. */
  readonly tracks: Int32Array<ArrayBuffer>;
  /** The window's first sample. */
  readonly starts: Float64Array<ArrayBuffer>;
  /** How many of its samples belong to the record. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** Where the bytes for the next step lie: first those of the index, then those of the stream. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** The number of these bytes. */
  readonly byteLengths: Float64Array<ArrayBuffer>;
  /** Whether they belong to the index. */
  readonly indexed: Uint8Array<ArrayBuffer>;
  /** The first sample of the unit that the stream's bytes begin with. */
  readonly firsts: Float64Array<ArrayBuffer>;

  /**
   * Created with a batch.
   *
   * @param capacity rows to make room for.
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

  /** The extents of the index to read first, for asynchronous storage. */
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
