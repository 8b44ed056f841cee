import { Block } from "./block.ts";
import type { MappingLoan } from "./borrowed_mapping.ts";
import type { BorrowedPlaces } from "./borrowed_pieces.ts";
import type { MemoryMapper } from "../../hosts/mod.ts";
import { MappedBytes } from "./mapped_bytes.ts";
import { type MappedPlace, MappedRange } from "./mapped_range.ts";
import { type PieceFiles, PieceFinder, type PiecesFacts } from "./pieces.ts";
import { PositionedStorage } from "./positioned.ts";
import { RecentlyUsed } from "./recently_used.ts";
import type { GapFiller } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** How many shards are mapped at once. */
export const defaultMappedShards = 1024;

/**
 * A dataset of many files, mapped side by side into one range of addresses: each when it is first
 * read, and only so many at once. Copying is then what it is for a single file.
 */
export class MappedPieces extends MappedBytes {
  readonly name: string;
  readonly size: number;
  readonly range: MappedRange;
  readonly pieces: PiecesFacts;
  protected readonly start: number;
  protected readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;
  protected all: Uint8Array<ArrayBuffer>;
  protected bytes: Uint8Array<ArrayBuffer>;
  readonly #files: PieceFiles;
  readonly #finder: PieceFinder;
  readonly #recent: RecentlyUsed;
  readonly #place: MappedPlace;
  readonly #index: number;
  /** For each shard, whether any thread has mapped it: 1 if so. */
  readonly #mapped: Uint8Array<SharedArrayBuffer>;
  /** Whether all shards may be mapped at once, so that they can be lent to other threads. */
  readonly #keepsAll: boolean;
  /** The piece that was read last, which is mapped. */
  #last: number;

  /**
   * @param limit how many shards are mapped at once; the index stays mapped.
   * @throws {Error} when the system refuses to map, or there is no room.
   */
  constructor(files: PieceFiles, mapper: MemoryMapper, limit: number = defaultMappedShards) {
    super();
    this.#index = files.starts.length - 1;
    this.#last = this.#index;
    this.#mapped = new Uint8Array(new SharedArrayBuffer(this.#index));
    this.#keepsAll = limit >= this.#index;
    this.name = files.name;
    this.pieces = files.facts;
    this.size = files.starts[this.#index]! + files.lengths[this.#index]!;
    this.#files = files;
    this.#finder = new PieceFinder(files);
    this.range = MappedRange.for(mapper, this.size);
    const place = this.range.reserve(this.size);
    if (place === undefined) throw new Error(`There is no room for "${files.name}" in the range`);
    this.#place = place;
    this.all = this.range.all;
    this.start = place.start;
    this.bytes = place.bytes;
    this.copyInto = mapper.copier(this.range.address + BigInt(place.start));
    this.#recent = new RecentlyUsed(this.#index, limit, (piece) => this.#clear(piece));
    try {
      this.#map(this.#index);
    } catch (cause) {
      place.release();
      throw cause;
    }
  }

  /** Lends the range, in which borrowers map shards too; nothing if not all can be mapped at once. */
  lend(): MappingLoan | undefined {
    if (!this.#keepsAll) return undefined;
    const { name, range, size, start } = this;
    const { address, byteLength } = range;
    const { buffer: mapped } = this.#mapped;
    const places: BorrowedPlaces = { address, byteLength, start, name, size, mapped };
    return { range: places, owner: range, giveBack: this.#place.hold() };
  }

  allocate(byteLength: number): Block {
    // After closing, the range may have been given back to the system.
    const block = this.all.length === 0 ? undefined : this.range.allocate(byteLength);
    return block ?? Block.allocate(byteLength);
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    this.#touch(position, length);
    super.copy(position, length, block, offset);
  }

  override bring(position: number, length: number, tile: Tile): void {
    this.#touch(position, length);
    super.bring(position, length, tile);
  }

  // deno-fmt-ignore
  override copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    this.#touch(position, rowBytes * rows);
    super.copyRows(position, rowBytes, rows, block, offset, stride, gaps);
  }

  /** The bytes, which stay valid until another piece takes the place of theirs; the index stays. */
  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.#touch(position, length);
    return super.view(position, length);
  }

  [Symbol.dispose](): void {
    if (this.all.length === 0) return;
    // A view used after this is empty, instead of showing what lies there now.
    this.all = new Uint8Array(0);
    this.bytes = new Uint8Array(0);
    this.#place.release();
  }

  /** Maps the piece of these bytes, if it isn't mapped. */
  #touch(position: number, length: number): void {
    const piece = this.#finder.at(position, length);
    if (piece === this.#last) return;
    if (piece !== this.#index && !this.#isMapped(piece)) {
      if (!this.#keepsAll) this.#recent.makeRoom();
      this.#map(piece);
      if (!this.#keepsAll) this.#recent.keep(piece);
    }
    this.#last = piece;
  }

  /** Whether this thread or, if all are kept, another one has mapped the shard. */
  #isMapped(piece: number): boolean {
    if (this.#keepsAll) return Atomics.load(this.#mapped, piece) === 1;
    return this.#recent.use(piece);
  }

  #map(piece: number): void {
    if (this.all.length === 0) return;
    const start = this.#files.starts[piece]!;
    const length = this.#files.lengths[piece]!;
    using file = this.#files.open(piece);
    if (file instanceof PositionedStorage) {
      file.withDescriptor((fd) => this.range.mapAt(this.start + start, length, fd));
      if (piece < this.#index) Atomics.store(this.#mapped, piece, 1);
    } else {
      this.bytes.set(file.view(0, length), start);
    }
  }

  #clear(piece: number): void {
    if (this.all.length === 0) return;
    this.range.clearAt(this.start + this.#files.starts[piece]!, this.#files.lengths[piece]!);
  }
}
