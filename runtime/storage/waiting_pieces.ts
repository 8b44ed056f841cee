import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import { allLeases } from "./leases.ts";
import { type PieceFiles, PieceFinder, type PiecesFacts } from "./pieces.ts";
import type { ByteRange, GapFiller, RemoteSource, Storage, StorageKind } from "./storage.ts";
import type { ArrivingBytes } from "./arriving_bytes.ts";
import { pieceBytes } from "./piece_layout.ts";

/** A file of a dataset of many, whose bytes must be waited for. */
export interface WaitingPiece {
  /** Its bytes. */
  readonly storage: Storage & ArrivingBytes & { seal(): void };
  /** Fetches ranges of it, and what checking them takes; the file itself is checked the first time. */
  prefetch(ranges: readonly ByteRange[]): Promise<Disposable>;
}

/** A dataset of many files whose bytes must be waited for. */
export class WaitingPieces extends CopyingStorage implements ArrivingBytes {
  override readonly kind: StorageKind;
  override readonly name: string;
  override readonly size: number;
  readonly pieces: PiecesFacts;
  readonly again: () => RemoteSource;
  readonly #files: Omit<PieceFiles, "open">;
  readonly #finder: PieceFinder;
  readonly #pieceOf: (piece: number) => WaitingPiece;
  readonly #open: (WaitingPiece | undefined)[] = [];
  #isClosed = false;

  /** @param pieceOf makes a piece, when it is first asked for. */
  constructor(
    files: PieceFiles,
    { kind, facts, again }: {
      kind: StorageKind;
      facts: PiecesFacts;
      again: () => RemoteSource;
    },
    pieceOf: (piece: number) => WaitingPiece,
  ) {
    super();
    const last = files.starts.length - 1;
    this.kind = kind;
    this.name = files.name;
    this.pieces = facts;
    this.again = again;
    this.size = files.starts[last]! + files.lengths[last]!;
    this.#files = files;
    this.#finder = new PieceFinder(files);
    this.#pieceOf = pieceOf;
  }

  /** Says that the dataset was opened: from now on, everything is read under a lease. */
  seal(): void {
    for (const piece of this.#open) piece?.storage.seal();
  }

  async prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    const byPiece = new Map<number, ByteRange[]>();
    for (const { position, length } of ranges) {
      const piece = this.#finder.at(position, length);
      const local = { position: position - this.#files.starts[piece]!, length };
      const wanted = byPiece.get(piece);
      if (wanted === undefined) byPiece.set(piece, [local]);
      else wanted.push(local);
    }
    return await allLeases(
      [...byPiece].map(([piece, wanted]) => this.#at(piece).prefetch(wanted)),
    );
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    const piece = this.#finder.at(position, length);
    const from = position - this.#files.starts[piece]!;
    this.#at(piece).storage.copy(from, length, block, offset);
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    const piece = this.#finder.at(position, length);
    return this.#at(piece).storage.view(position - this.#files.starts[piece]!, length);
  }

  holds(position: number, length: number): boolean {
    const piece = this.#finder.at(position, length);
    return this.#at(piece).storage.holds(position - this.#files.starts[piece]!, length);
  }

  isCompared(block: number): boolean {
    return this.#ofBlock(block, (storage, own) => storage.isCompared(own));
  }

  noteCompared(block: number): void {
    this.#ofBlock(block, (storage, own) => storage.noteCompared(own));
  }

  blockBytes(block: number, length: number): Uint8Array {
    return this.#ofBlock(block, (storage, own) => storage.blockBytes(own, length));
  }

  // deno-fmt-ignore
  override copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    const piece = this.#finder.at(position, rowBytes * rows);
    const from = position - this.#files.starts[piece]!;
    this.#at(piece).storage.copyRows(from, rowBytes, rows, block, offset, stride, gaps);
  }

  discard(block: number): void {
    this.#ofBlock(block, (storage, own) => storage.discard(own));
  }

  override [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const piece of this.#open) piece?.storage[Symbol.dispose]();
  }

  #at(piece: number): WaitingPiece {
    const open = this.#open[piece] ??= this.#pieceOf(piece);
    if (this.#isClosed) open.storage[Symbol.dispose]();
    return open;
  }

  #ofBlock<Result>(
    block: number,
    use: (storage: ArrivingBytes, own: number) => Result,
  ): Result {
    const piece = this.#finder.at(block * pieceBytes, 1);
    const first = this.#files.starts[piece]! / pieceBytes;
    return use(this.#at(piece).storage, block - first);
  }
}
