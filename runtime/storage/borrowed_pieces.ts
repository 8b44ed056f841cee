import type { MemoryMapper } from "../../hosts/mod.ts";
import type { Block } from "./block.ts";
import { BorrowedMapping, type BorrowedRange } from "./borrowed_mapping.ts";
import { type PieceFiles, PieceFinder, type PiecesFacts } from "./pieces.ts";
import { PositionedStorage } from "./positioned.ts";
import type { GapFiller } from "./storage.ts";
import type { Tile } from "./tile.ts";

/** A place in a range that another thread reserved for a dataset of many files. */
export interface BorrowedPlaces extends BorrowedRange {
  /** For each shard, whether any thread has mapped it: 1 if so. */
  readonly mapped: SharedArrayBuffer;
}

/**
 * A dataset of many files in a range that another thread reserved. Whoever reads a shard first maps it,
 * for all threads, and it stays mapped until the loan is given back.
 */
export class BorrowedPieces extends BorrowedMapping {
  readonly pieces: PiecesFacts;
  readonly #files: PieceFiles;
  readonly #finder: PieceFinder;
  readonly #mapper: MemoryMapper;
  readonly #address: bigint;
  readonly #mapped: Uint8Array;
  /** The piece that was read last, which is mapped. */
  #last: number;

  constructor(places: BorrowedPlaces, mapper: MemoryMapper, files: PieceFiles) {
    super(places, mapper);
    this.pieces = files.facts;
    this.#files = files;
    this.#finder = new PieceFinder(files);
    this.#mapper = mapper;
    this.#address = places.address + BigInt(places.start);
    this.#mapped = new Uint8Array(places.mapped);
    this.#last = this.#mapped.length;
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

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.#touch(position, length);
    return super.view(position, length);
  }

  /** Maps the shard of these bytes, unless a thread has done so. */
  #touch(position: number, length: number): void {
    const piece = this.#finder.at(position, length);
    if (piece === this.#last) return;
    if (piece < this.#mapped.length && Atomics.load(this.#mapped, piece) === 0) this.#map(piece);
    this.#last = piece;
  }

  /** Two threads may do this at once: both map the same bytes to the same place. */
  #map(piece: number): void {
    const start = this.#files.starts[piece]!;
    const bytes = this.#files.lengths[piece]!;
    using file = this.#files.open(piece);
    if (!(file instanceof PositionedStorage)) return;
    file.withDescriptor((fd) => this.#mapper.mapFile(this.#address + BigInt(start), bytes, fd));
    Atomics.store(this.#mapped, piece, 1);
  }
}
