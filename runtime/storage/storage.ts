import type { Block } from "./block.ts";
import type { MappingLoan } from "./borrowed_mapping.ts";
import type { Tile } from "./tile.ts";

/** The ways of getting at a file's bytes. */
export type StorageKind = "mapped" | "positioned" | "memory" | "blob";

/** How many bytes were asked of a storage, in how many reads; tests assert on these. */
export interface ReadCounters {
  /** Copies and views so far; of a blob, requests. */
  reads: number;
  /** Bytes that these brought. */
  bytes: number;
}

/** A run of bytes in a file. */
export interface ByteRange {
  /** Where the first byte lies, counted from the beginning of the file. */
  readonly position: number;
  /** Bytes of the run; may be 0. */
  readonly length: number;
}

/** What is to be in the gaps between rows. */
export interface GapFiller {
  /** Fills the bytes of the block from `from` to before `to`; there may be none. */
  fillGap(from: number, to: number): void;
}

/** Bytes by position. Callers have checked that what they ask for lies within `size`. */
export interface Storage extends Disposable {
  /** How it gets at the bytes. */
  readonly kind: StorageKind;
  /** The file's name as the caller gave it, for messages. */
  readonly name: string;
  /** Whether what {@link allocate} gives is memory that threads share. */
  readonly isShared?: true;
  /** The file's length in bytes. */
  readonly size: number;
  /** What was read so far. */
  readonly counters: ReadCounters;
  /** Copies `length` bytes from `position` to `offset` in `block`. */
  copy(position: number, length: number, block: Block, offset: number): void;
  /**
   * Copies `length` bytes from `position` to a tile's beginning; what is behind them there is undefined
   * afterwards. Makes no objects where a mapped storage's {@link copy} to other memory would.
   */
  bring(position: number, length: number, tile: Tile): void;
  /**
   * Copies rows that lie one behind the other from `position` on to every `stride` bytes of `block`
   * from `offset` on, and has the gap behind each filled while its row is in the cache.
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
  /** The bytes from `position` on: a view where the storage can give one, else a copy. */
  view(position: number, length: number): Uint8Array<ArrayBuffer>;
  /**
   * Only storages that must wait have this: brings bytes, so that they can be read synchronously
   * until the lease is disposed of.
   */
  prefetch?(ranges: readonly ByteRange[]): Promise<Disposable>;
  /**
   * Only mapped storages have this: lets another thread read through the mapping, which stays until it
   * is given back.
   */
  lend?(): MappingLoan;
  /** Memory for a batch, zeroed, in the place this storage copies to fastest. */
  allocate(byteLength: number): Block;
}
