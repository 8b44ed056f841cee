import { counted } from "../../errors/counted.ts";
import { IntegrityError } from "../../errors/mod.ts";
import { blockBytes, preambleBytes } from "../container/constants.ts";
import type { Directory } from "../container/directory.ts";
import { FileSums } from "../container/file_sums.ts";
import { datasetIdentity } from "../container/identity.ts";
import { checkPreamble } from "../container/preamble.ts";
import {
  type BlockSums,
  lastAtMost,
  type PieceFiles,
  type PiecesFacts,
  type ShardFacts,
} from "../storage/pieces.ts";
import type { Storage } from "../storage/storage.ts";
import { WaitingStorage } from "../storage/waiting.ts";
import type { ShardList } from "./dataset_json.ts";
import { compareShard, hexOf, readHead, type ShardHead, wrongShard } from "./shard_head.ts";
import { folderPlace, type ShardPlace } from "./shard_place.ts";
import { readSplit, splitNames } from "./splits.ts";
import { virtualPositions } from "./virtual_positions.ts";

/** The index of a dataset, and what should be known about it. */
export interface DatasetIndex {
  /** Opens it; it is closed after use. */
  open(): Storage;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/**
 * The files of a dataset of many, which are opened and checked when they are first read: the shards,
 * then the index.
 */
export class ShardFiles implements PieceFiles {
  readonly name: string;
  readonly starts: Float64Array;
  readonly lengths: Float64Array;
  readonly facts: PiecesFacts;
  readonly #list: ShardList;
  readonly #index: DatasetIndex;
  readonly #place: ShardPlace;
  readonly #shards: readonly ShardFacts[];
  /** The checksums of each file that was opened. */
  readonly #sums: (FileSums | undefined)[] = [];
  /** Where the blocks of each file that was opened end, counted from its beginning. */
  readonly #ends: number[] = [];

  /**
   * @param folder the dataset's, as the caller named it.
   * @param place where its files are; a folder if omitted.
   */
  constructor(
    folder: string,
    list: ShardList,
    index: DatasetIndex,
    place: ShardPlace = folderPlace(folder),
  ) {
    const { starts, end } = virtualPositions(list.shards);
    this.name = folder;
    this.#list = list;
    this.#index = index;
    this.#place = place;
    let firstRecord = 0;
    this.#shards = list.shards.map(({ file, records, bytes }): ShardFacts => {
      const shard = { path: place.pathOf(file), firstRecord, records, bytes };
      firstRecord += records;
      return shard;
    });
    this.starts = Float64Array.from([...starts, end]);
    this.lengths = new Float64Array(this.starts.length);
    list.shards.forEach(({ bytes }, at) => {
      this.lengths[at] = Math.min(bytes, this.starts[at + 1]! - this.starts[at]!);
    });
    using opened = index.open();
    const { directory } = this.#headOf(opened, this.indexPiece);
    this.lengths[this.indexPiece] = opened.size;
    const identity = datasetIdentity(list.fingerprint, list.shards);
    this.#checkIndex(directory, opened.name, identity);
    this.#keepSums(this.indexPiece, opened, directory);
    this.facts = {
      indexStart: end,
      fileBytes: opened.size + list.shards.reduce((sum, { bytes }) => sum + bytes, 0),
      identity,
      identityUpTo: (records) => identityUpTo(list, records),
      notes: index.notes,
      shards: this.#shards,
      sums: this.#blockSums(),
      splitNames: splitNames(list.json),
      split: (name) => readSplit(folder, list.json, name, place),
    };
  }

  /** The number of the index among the pieces. */
  get indexPiece(): number {
    return this.#shards.length;
  }

  open(piece: number): Storage {
    if (piece === this.indexPiece) return this.#index.open();
    const { path } = this.#shards[piece]!;
    const storage = this.#place.open(path);
    try {
      this.admit(piece, storage);
      return storage;
    } catch (cause) {
      storage[Symbol.dispose]();
      throw cause;
    }
  }

  outside(piece: number, position: number, length: number): IntegrityError {
    const file = this.#shards[piece]?.path ?? this.name;
    const from = position - this.starts[piece]!;
    return new IntegrityError(
      `Cannot read "${file}": bytes ${from} to ${
        from + length
      } are asked for, but its payloads end ` +
        `before byte ${this.lengths[piece]}`,
      { code: "extent", file, firstRecord: this.#shards[piece]?.firstRecord, found: from + length },
    );
  }

  /**
   * Compares a shard with what `dataset.json` says of it, unless that was done before. Its end can be
   * read.
   *
   * @throws {IntegrityError} `"shard"` when it is another one.
   */
  admit(piece: number, storage: Storage): void {
    const listed = this.#list.shards[piece]!;
    if (storage.size !== listed.bytes) {
      throw wrongShard(storage.name, `it has ${counted(storage.size, "byte")}`, `${listed.bytes}`);
    }
    if (this.#sums[piece] !== undefined) return;
    // Of a file that must be waited for, it is checked when the beginning arrives.
    if (!(storage instanceof WaitingStorage)) {
      checkPreamble(storage.view(0, preambleBytes), storage.name);
    }
    const head = this.#headOf(storage, piece);
    compareShard(storage.name, head, listed);
    this.#keepSums(piece, storage, head.directory);
  }

  /** The block checksums of a file; nothing until it was opened. */
  sumsOf(piece: number): FileSums | undefined {
    return this.#sums[piece];
  }

  /** Reads the end of a file. */
  #headOf(storage: Storage, piece: number): ShardHead {
    const isIndex = piece === this.indexPiece;
    return readHead(storage, { dataset: this.name, fingerprint: this.#list.fingerprint, isIndex });
  }

  /** Keeps what checking the blocks of a file takes. */
  #keepSums(piece: number, storage: Storage, directory: Directory): void {
    const { checksumOffset: end, checksumsOfChecksums: sums } = directory;
    this.#ends[piece] = end;
    this.#sums[piece] = new FileSums(this.#reopened(piece, storage), { end, sums });
  }

  /**
   * A file that is opened for each view, since checksums are hardly ever read. One that must be waited
   * for stays open anyway.
   */
  #reopened(piece: number, file: Storage): Pick<Storage, "name" | "view"> {
    if (file instanceof WaitingStorage) return file;
    const { name } = file;
    const view = (position: number, length: number) => {
      using storage = piece === this.indexPiece ? this.#index.open() : this.#place.open(name);
      return storage.view(position, length);
    };
    return { name, view };
  }

  #checkIndex(directory: Directory, file: string, identity: string): void {
    const { payloadEnd } = virtualPositions(this.#list.shards);
    if (
      hexOf(directory.identity ?? new Uint8Array(0)) === identity &&
      directory.recordCount === this.#list.records &&
      directory.payloadEnd === payloadEnd
    ) return;
    throw new IntegrityError(
      `Cannot open "${this.name}": its index isn't that of the shards that dataset.json lists`,
      { code: "dataset-index", file, hint: "dataset.json or the index is of another version" },
    );
  }

  #blockSums(): BlockSums {
    const pieceOf = (block: number) => lastAtMost(this.starts, block * blockBytes);
    return {
      endOf: (block) => {
        const piece = pieceOf(block);
        return Math.min((block + 1) * blockBytes, this.starts[piece]! + this.endOf(piece));
      },
      sumOf: (block) => {
        const piece = pieceOf(block);
        this.endOf(piece);
        return this.#sums[piece]!.sumOf(block - this.starts[piece]! / blockBytes);
      },
      placeOf: (block) => {
        const piece = pieceOf(block);
        const shard = this.#shards[piece];
        const file = shard?.path ?? this.#sums[piece]!.placeOf().file;
        return { file, start: this.starts[piece]!, firstRecord: shard?.firstRecord };
      },
    };
  }

  /** Where the blocks of a file end, counted from its beginning. */
  endOf(piece: number): number {
    if (this.#ends[piece] === undefined) this.open(piece)[Symbol.dispose]();
    return this.#ends[piece]!;
  }
}

/** The identity that the dataset had when it ended with the shard that brings it to so many records. */
function identityUpTo(
  { fingerprint, shards }: ShardList,
  records: number,
): string | undefined {
  let [count, sum] = [0, 0];
  while (count < shards.length && sum < records) sum += shards[count++]!.records;
  return sum === records ? datasetIdentity(fingerprint, shards.slice(0, count)) : undefined;
}
