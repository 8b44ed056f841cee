import type { Block } from "./block.ts";
import type { MappingLoan } from "./borrowed_mapping.ts";
import type { PiecesFacts } from "./pieces.ts";
import type { Tile } from "./tile.ts";

/** The ways of reading a file's bytes. */
export type StorageKind = "mapped" | "positioned" | "memory" | "blob" | "http";

/** How many bytes were read from a storage, in how many reads; tests assert on these. */
export interface ReadCounters {
  /** Copies and views so far; for a blob, requests. */
  reads: number;
  /** Bytes that they read. */
  bytes: number;
}

/** A dataset on a web server, as other threads open it. */
export interface RemoteSource {
  /** The URL of the file, or of the folder. */
  readonly url: string;
  /** How it is read: values that can be cloned. */
  readonly options: object;
}

/** A run of bytes in a file. */
export interface ByteRange {
  /** Where the first byte is, counted from the beginning of the file. */
  readonly position: number;
  /** Number of bytes; may be 0. */
  readonly length: number;
}

/** Fills the gaps between rows. */
export interface GapFiller {
  /** Fills the bytes of the block from `from` to before `to`; there may be none. */
  fillGap(from: number, to: number): void;
}

/** Bytes by position. Callers have checked that the ranges they request lie within `size`. */
export interface Storage extends Disposable {
  /** How it reads the bytes. */
  readonly kind: StorageKind;
  /** The file's name as the caller gave it, for messages. */
  readonly name: string;
  /** Whether {@link allocate} returns memory that threads share. */
  readonly isShared?: true;
  /** The file's length in bytes. */
  readonly size: number;
  /** Only datasets of many files have this: where their parts lie, and what is known about them. */
  readonly pieces?: PiecesFacts;
  /** How much was read so far. */
  readonly counters: ReadCounters;
  /** Copies `length` bytes from `position` to `offset` in `block`. */
  copy(position: number, length: number, block: Block, offset: number): void;
  /**
   * Copies `length` bytes from `position` to the beginning of a tile. The rest of the tile is
   * undefined afterwards. Makes no objects where a mapped storage's {@link copy} to other memory would.
   */
  bring(position: number, length: number, tile: Tile): void;
  /**
   * Copies rows that follow one another from `position` on into `block`: the first to `offset`, each
   * further one `stride` bytes later. `gaps` fills the space after each row while the row is in the
   * cache.
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
  /** The bytes from `position` on: a view if the storage can give one, otherwise a copy. */
  view(position: number, length: number): Uint8Array<ArrayBuffer>;
  /**
   * Only asynchronous storages have this: fetches bytes, which can be read synchronously until the
   * lease is disposed of.
   */
  prefetch?(ranges: readonly ByteRange[]): Promise<Disposable>;
  /**
   * Only mapped storages have this: lets another thread read through the mapping, which is kept until
   * the loan is given back. Nothing where the mapping changes as it is read.
   */
  lend?(): MappingLoan | undefined;
  /**
   * Only asynchronous storages that other threads can open again have this: what they open. A thread
   * can't be given functions, so it throws where the options have one.
   *
   * @throws {UsageError} `"not-cloneable"`.
   */
  again?(): Blob | { readonly url: string; readonly options: object };
  /** Memory for a batch, zeroed, where this storage copies to fastest. */
  allocate(byteLength: number): Block;
}
