import type { CacheBudget, CacheUser } from "./cache_budget.ts";
import { PieceMemory } from "./piece_memory.ts";

/** One piece: being fetched while `bytes` is missing, kept at least while it has leases. */
export interface Piece {
  /** Settles when it was fetched; `undefined` until its request has begun. */
  arrival: Promise<void> | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  leases: number;
  /** Whether it was compared with its checksum since it arrived. */
  isCompared: boolean;
  /** Whether it failed its checksum: it is forgotten when its leases end. */
  isDamaged: boolean;
}

/** The pieces of a file that are in memory, or will be. */
export class HeldPieces implements CacheUser {
  /** Where their bytes come from. */
  readonly memory: PieceMemory = new PieceMemory();
  readonly #budget: CacheBudget;
  /** By number; those that were asked for last come last. */
  readonly #pieces = new Map<number, Piece>();

  constructor(budget: CacheBudget) {
    this.#budget = budget;
  }

  /** A piece that is there, or will be. */
  get(number: number): Piece | undefined {
    return this.#pieces.get(number);
  }

  /** The bytes of a piece that is there. */
  bytesOf(number: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#pieces.get(number)?.bytes;
  }

  /**
   * Leases a piece, which is the one that was asked for last from then on.
   *
   * @param ask called if it isn't there, and wasn't asked for.
   */
  lease(number: number, ask: (number: number) => void): Piece {
    let piece = this.#pieces.get(number);
    if (piece === undefined) {
      piece = {
        arrival: undefined,
        bytes: undefined,
        leases: 0,
        isCompared: false,
        isDamaged: false,
      };
      ask(number);
    } else this.#pieces.delete(number);
    this.#pieces.set(number, piece);
    piece.leases++;
    this.#budget.use(this);
    return piece;
  }

  /** Ends leases. */
  giveBack(leased: readonly (readonly [number, Piece])[]): void {
    for (const [number, piece] of leased) {
      piece.leases--;
      const isGone = this.#pieces.get(number) !== piece;
      if (piece.isDamaged && piece.leases === 0 && !isGone) this.#forget(number);
    }
    this.#budget.makeRoom();
  }

  /** Keeps the bytes of a piece, if it is still wanted. */
  keep(number: number, piece: Piece, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#pieces.get(number) !== piece) return;
    piece.bytes = bytes;
    this.#budget.add(bytes.length);
  }

  /** Makes room, if more is held than may be. */
  makeRoom(): void {
    this.#budget.makeRoom();
  }

  /** Forgets a piece that couldn't be fetched. */
  fail(number: number, piece: Piece): void {
    if (this.#pieces.get(number) === piece) this.#pieces.delete(number);
  }

  /** Forgets a piece that isn't as it should be, once nobody leases it. */
  discard(number: number): void {
    const piece = this.#pieces.get(number);
    // Others that have leased it find out by themselves.
    if (piece !== undefined && piece.leases > 0) piece.isDamaged = true;
    else if (piece !== undefined) this.#forget(number);
  }

  /** Forgets all pieces from this number on. */
  forgetFrom(first: number): void {
    for (const number of this.#pieces.keys()) if (number >= first) this.#forget(number);
  }

  evict(isEnough: () => boolean): void {
    for (const [number, { bytes, leases }] of this.#pieces) {
      if (bytes === undefined || leases > 0) continue;
      this.#forget(number);
      if (isEnough()) return;
    }
  }

  /** Forgets everything, for good. */
  close(): void {
    this.forgetFrom(0);
    this.memory.clear();
    this.#budget.leave(this);
  }

  #forget(number: number): void {
    const bytes = this.#pieces.get(number)?.bytes;
    this.#pieces.delete(number);
    if (bytes === undefined) return;
    this.#budget.add(-bytes.length);
    this.memory.giveBack(bytes);
  }
}
