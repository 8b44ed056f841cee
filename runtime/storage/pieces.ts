import { arenaPageBytes } from "./arena.ts";
import type { Storage } from "./storage.ts";

/** Pieces begin at multiples of this: whole pages, and whole blocks of checksums. */
export const pieceAlignment: number = arenaPageBytes;

/**
 * The files that the bytes of one dataset lie in. They are read as if they lay one after another:
 * first the payloads of each shard, then the index.
 */
export interface PieceFiles {
  /** The dataset's name, for messages. */
  readonly name: string;
  /** Where each piece begins, in ascending order; multiples of {@link pieceAlignment}. */
  readonly starts: Float64Array;
  /** How many bytes of each piece's file can be read; a piece ends before the next one begins. */
  readonly lengths: Float64Array;
  /** The bytes and checksums of all pieces together. */
  readonly facts: PiecesFacts;
  /**
   * Opens the file of a piece. The first time, the file is compared with what the dataset says of it.
   *
   * @throws {FileError} when it can't be read.
   * @throws {FormatError} when it isn't an `.afd` file, or was cut short.
   * @throws {IntegrityError} when it isn't the file that the dataset was made of.
   */
  open(piece: number): Storage;
  /** The error for bytes that don't lie within one piece. */
  outside(piece: number, position: number, length: number): Error;
}

/** The checksum of each block of a dataset of many files. */
export interface BlockSums {
  /** Where the bytes that the checksum of a block covers end. */
  endOf(block: number): number;
  /** The CRC-32 that the block should have. */
  sumOf(block: number): number;
  /** Which file a block lies in, where that file begins, and the number of its first record. */
  placeOf(block: number): { file: string; start: number; firstRecord: number | undefined };
}

/** What a dataset of many files says of itself. */
export interface PiecesFacts {
  /** Where the index begins; all payloads lie before it. */
  readonly indexStart: number;
  /** Bytes of all files together. */
  readonly fileBytes: number;
  /** The dataset's identity, as 64 hexadecimal digits. */
  readonly identity: string;
  /** Its identity when it ended with the shard that brings it to so many records, if one does. */
  identityUpTo(records: number): string | undefined;
  /** What should be known about the dataset, for people. */
  readonly notes: readonly string[];
  /** The files of the shards, in order, as the dataset names them. */
  readonly shards: readonly ShardFacts[];
  /** The checksums of all blocks. */
  readonly sums: BlockSums;
  /** The names of the splits in `dataset.json`. */
  readonly splitNames: readonly string[];
  /**
   * The records of a split, ascending; nothing if there is none of that name.
   *
   * @throws {FileError} when the split's file can't be read.
   * @throws {IntegrityError} `"split"` when it isn't what `dataset.json` says.
   */
  split(name: string): Uint32Array<ArrayBuffer> | undefined;
  /** Only where files must be waited for: fetches what {@link split} reads. */
  fetchSplit?(name: string): Promise<void>;
}

/** One shard of an open dataset. */
export interface ShardFacts {
  /** The path of its file. */
  readonly path: string;
  /** The number of its first record in the dataset. */
  readonly firstRecord: number;
  /** Number of its records. */
  readonly records: number;
  /** Bytes of its file. */
  readonly bytes: number;
}

/** Entries of a {@link PieceFinder}'s table per piece. */
const entriesPerPiece = 16;

/** Finds the piece of a position. */
export class PieceFinder {
  readonly #files: PieceFiles;
  /** For each run of so many bytes, the piece that its first byte lies in. */
  readonly #table: Uint32Array;
  readonly #perByte: number;
  /** The piece found last: most reads are near the one before. */
  #last = 0;
  #start = 0;
  #end: number;

  constructor(files: PieceFiles) {
    const { starts, lengths } = files;
    const count = starts.length;
    const size = starts[count - 1]! + lengths[count - 1]!;
    const runBytes = 2 ** Math.max(0, Math.ceil(Math.log2(size / (count * entriesPerPiece))));
    this.#files = files;
    this.#end = lengths[0]!;
    this.#perByte = 1 / runBytes;
    this.#table = new Uint32Array(Math.ceil(size / runBytes) + 2).map((_, run) =>
      lastAtMost(starts, run * runBytes)
    );
  }

  /**
   * The piece that holds these bytes.
   *
   * @throws {IntegrityError} when no piece holds them all.
   */
  at(position: number, length: number): number {
    if (position >= this.#start && position + length <= this.#end) return this.#last;
    const { starts, lengths } = this.#files;
    const run = Math.min(this.#table.length - 2, Math.floor(position * this.#perByte));
    const piece = lastAtMost(starts, position, this.#table[run]!, this.#table[run + 1]! + 1);
    const start = starts[piece]!;
    const end = start + lengths[piece]!;
    if (position + length > end) throw this.#files.outside(piece, position, length);
    this.#last = piece;
    this.#start = start;
    this.#end = end;
    return piece;
  }
}

/**
 * The last place from `low` to before `high` whose value is at most `value`; `low` if there is none. The
 * values ascend.
 */
export function lastAtMost(
  values: Float64Array,
  value: number,
  low: number = 0,
  high: number = values.length,
): number {
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
