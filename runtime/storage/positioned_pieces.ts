import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import { MemoryStorage } from "./memory.ts";
import { type PieceFiles, PieceFinder, type PiecesFacts } from "./pieces.ts";
import { RecentlyUsed } from "./recently_used.ts";
import type { GapFiller, Storage } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** How many shards have an open descriptor at once. */
export const defaultOpenShards = 64;

/**
 * A dataset of many files, read by position or from memory. Files are opened when they are first
 * read, and only so many are open at once.
 */
export class PositionedPieces extends CopyingStorage {
  override readonly kind: "positioned" | "memory";
  override readonly name: string;
  override readonly size: number;
  readonly pieces: PiecesFacts;
  readonly #files: PieceFiles;
  readonly #finder: PieceFinder;
  readonly #index: Storage;
  readonly #open: (Storage | undefined)[];
  readonly #recent: RecentlyUsed;
  #isClosed = false;

  /**
   * @param kind whether shards are read by position, or whole when they are first read.
   * @param limit how many files are open at once, in addition to the index; all that were read, if they
   *   are in memory.
   */
  constructor(
    files: PieceFiles,
    { kind, limit = defaultOpenShards }: { kind: "positioned" | "memory"; limit?: number },
  ) {
    super();
    const last = files.starts.length - 1;
    this.kind = kind;
    this.name = files.name;
    this.pieces = files.facts;
    this.size = files.starts[last]! + files.lengths[last]!;
    this.#files = files;
    this.#finder = new PieceFinder(files);
    this.#index = this.#opened(last);
    this.#open = new Array(last).fill(undefined);
    this.#recent = new RecentlyUsed(last, kind === "memory" ? last : limit, (piece) => {
      this.#open[piece]![Symbol.dispose]();
      this.#open[piece] = undefined;
    });
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    const piece = this.#count(position, length);
    this.#at(piece).copy(position - this.#files.starts[piece]!, length, block, offset);
  }

  override bring(position: number, length: number, tile: Tile): void {
    const piece = this.#count(position, length);
    this.#at(piece).bring(position - this.#files.starts[piece]!, length, tile);
  }

  // deno-fmt-ignore
  override copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    const piece = this.#count(position, rowBytes * rows);
    const from = position - this.#files.starts[piece]!;
    this.#at(piece).copyRows(from, rowBytes, rows, block, offset, stride, gaps);
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    const piece = this.#count(position, length);
    return this.#at(piece).view(position - this.#files.starts[piece]!, length);
  }

  override [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#index[Symbol.dispose]();
    for (const storage of this.#open) storage?.[Symbol.dispose]();
    this.#open.fill(undefined);
  }

  #count(position: number, length: number): number {
    this.counters.reads++;
    this.counters.bytes += length;
    return this.#finder.at(position, length);
  }

  #at(piece: number): Storage {
    if (piece === this.#open.length) return this.#index;
    if (this.#recent.use(piece)) return this.#open[piece]!;
    this.#recent.makeRoom();
    const storage = this.#open[piece] = this.#opened(piece);
    this.#recent.keep(piece);
    return storage;
  }

  #opened(piece: number): Storage {
    const storage = this.#files.open(piece);
    if (this.kind === "positioned") return storage;
    using _storage = storage;
    return new MemoryStorage(storage.view(0, storage.size), storage.name);
  }
}
