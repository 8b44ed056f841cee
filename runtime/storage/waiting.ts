import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import { PieceLayout } from "./piece_layout.ts";
import { type PieceRun, runsOf } from "./piece_run.ts";
import type { ByteRange } from "./storage.ts";

/** One piece: being fetched while `bytes` is missing, kept at least while it has leases. */
interface Piece {
  /** Settles when it was fetched; `undefined` until its request has begun. */
  arrival: Promise<void> | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  leases: number;
  /** Whether it was compared with its checksum since it arrived. */
  isCompared: boolean;
}

/** The end of a file, which is kept for as long as the file is open. */
interface FileEnd {
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * How many turns of the microtask queue a request waits for others: fields of a batch ask for their
 * bytes one right after another, and what lies together is then fetched together.
 */
const turnsToWait = 12;

/** Bytes that one call may ask for: more can't be held in memory anyway. */
const mostBytes = 2 ** 32;

/** Views of fewer bytes than this are copies, so that they don't keep a whole piece alive. */
const sharedBytes = 32_768;

/**
 * A storage that must wait for its bytes. They are fetched in pieces, which can be read synchronously
 * while they are leased. Pieces that nobody leases any more are kept as long as there is room.
 */
export abstract class WaitingStorage extends CopyingStorage {
  /** Bytes of pieces that are kept without a lease. */
  readonly #budget: number;
  /** The pieces by number; those that were asked for last come last. */
  readonly #pieces = new Map<number, Piece>();
  #layout: PieceLayout | undefined;
  #end: FileEnd | undefined;
  /** The blocks at the file's end that were compared with their checksums. */
  readonly #comparedEnd = new Set<number>();
  #heldBytes = 0;
  /** Leases that haven't ended. */
  #leases = 0;
  /** Whether the file was opened, so that everything is read under a lease. */
  #isOpen = false;
  /** Pieces whose request hasn't begun, and when it will have. */
  #asked: number[] = [];
  #begun: Promise<void> | undefined;
  #isClosed = false;

  constructor(budget: number) {
    super();
    this.#budget = budget;
  }

  /**
   * Fetches a run of bytes, in order, from `run.at` to `run.end`.
   *
   * @throws {FileError} when they can't be had.
   */
  protected abstract fetchRun(run: PieceRun): Promise<void>;

  /**
   * Fetches the file's last bytes, `length` of them, and keeps them for as long as the file is open.
   *
   * @throws {FileError} when they can't be had.
   */
  abstract fetchEnd(length: number): Promise<void>;

  /** Bytes in memory, in pieces and the file's end. */
  get heldBytes(): number {
    return this.#heldBytes + (this.#end?.bytes.length ?? 0);
  }

  /** Keeps the file's last bytes, in the place of those that were kept before. */
  protected keepEnd(bytes: Uint8Array<ArrayBuffer>): void {
    this.#end = { start: this.size - bytes.length, bytes };
  }

  /** Keeps the bytes that come before those that are kept, too. */
  protected keepLonger(bytes: Uint8Array<ArrayBuffer>): void {
    const end = this.#end?.bytes ?? new Uint8Array(0);
    const joined = new Uint8Array(bytes.length + end.length);
    joined.set(bytes);
    joined.set(end, bytes.length);
    this.keepEnd(joined);
  }

  /** Where the bytes begin that {@link keepEnd} was given; the file's end if there are none. */
  get endStart(): number {
    return this.#end?.start ?? this.size;
  }

  /** Says where the file's blocks end, and the parts of their checksums begin. */
  divideAt(position: number): void {
    this.#layout = new PieceLayout(this.size, position);
    this.#isOpen = true;
    for (const number of this.#pieces.keys()) this.#forget(number);
  }

  async prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    const wanted = this.#piecesOf(ranges);
    const held = wanted.map((number) => [number, this.#lease(number)] as const);
    let isLeased = true;
    this.#leases++;
    const giveBack = () => {
      if (isLeased) this.#leases--;
      isLeased = false;
      for (const [, piece] of held.splice(0)) piece.leases--;
      this.#makeRoom();
    };
    try {
      if (held.some(([, { arrival }]) => arrival === undefined)) {
        await (this.#begun ??= this.#beginSoon());
      }
      await Promise.all(new Set(held.map(([, { arrival }]) => arrival)));
    } catch (cause) {
      giveBack();
      throw cause;
    }
    return { [Symbol.dispose]: giveBack };
  }

  /** Whether these bytes can be read without waiting. */
  holds(position: number, length: number): boolean {
    const layout = this.#layoutNow();
    const end = Math.min(position + length, this.endStart);
    for (let at = position; at < end;) {
      const number = layout.pieceAt(at);
      if (this.#pieces.get(number)?.bytes === undefined) return false;
      at = layout.endOf(number);
    }
    return true;
  }

  /** Whether a block was compared with its checksum since it arrived. */
  isCompared(block: number): boolean {
    return this.#pieces.get(block)?.isCompared ?? this.#comparedEnd.has(block);
  }

  /** Notes that a block was compared with its checksum, and is as it should be. */
  noteCompared(block: number): void {
    const piece = this.#pieces.get(block);
    if (piece === undefined) this.#comparedEnd.add(block);
    else piece.isCompared = true;
  }

  /** Forgets a block that isn't as it should be, so that it is fetched again the next time. */
  discard(block: number): void {
    if (this.#pieces.has(block)) this.#forget(block);
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    // Whatever is in memory: what works for one file should work for another that is longer.
    if (this.#leases === 0 && this.#isOpen) throw this.#mustWait(position, length);
    const layout = this.#layoutNow();
    const { endStart } = this;
    for (let done = 0; done < length;) {
      const at = position + done;
      let part: Uint8Array;
      if (at >= endStart) {
        part = this.#end!.bytes.subarray(at - endStart, at - endStart + length - done);
      } else {
        const number = layout.pieceAt(at);
        const bytes = this.#pieces.get(number)?.bytes;
        if (bytes === undefined) throw this.#mustWait(position, length);
        const from = at - layout.startOf(number);
        part = bytes.subarray(from, from + length - done);
      }
      block.bytes.set(part, offset + done);
      done += part.length;
    }
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    if (length < sharedBytes) return super.view(position, length);
    const layout = this.#layoutNow();
    const number = layout.pieceAt(position);
    const bytes = this.#pieces.get(number)?.bytes;
    const from = position - layout.startOf(number);
    const isWithin = bytes !== undefined && from % 8 === 0 && from + length <= bytes.length;
    return isWithin ? bytes.subarray(from, from + length) : super.view(position, length);
  }

  override [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#pieces.clear();
    this.#heldBytes = 0;
  }

  #layoutNow(): PieceLayout {
    return this.#layout ??= new PieceLayout(this.size);
  }

  /** The pieces of these ranges, ascending, but for those that lie in the file's end. */
  #piecesOf(ranges: readonly ByteRange[]): number[] {
    const layout = this.#layoutNow();
    const total = ranges.reduce((sum, { length }) => sum + length, 0);
    if (total > mostBytes) throw this.#tooMuch(total);
    const { endStart } = this;
    const wanted = new Set<number>();
    for (const { position, length } of ranges) {
      for (let at = position; at < position + length;) {
        const number = layout.pieceAt(at);
        // A piece that lies in the end only in part is whole all the same: it is checked whole.
        if (layout.startOf(number) >= endStart) break;
        wanted.add(number);
        at = layout.endOf(number);
      }
    }
    return [...wanted].sort((a, b) => a - b);
  }

  /** Leases a piece; if it isn't there, it is asked for. It is the one that was asked for last. */
  #lease(number: number): Piece {
    let piece = this.#pieces.get(number);
    if (piece === undefined) {
      piece = { arrival: undefined, bytes: undefined, leases: 0, isCompared: false };
      this.#asked.push(number);
    } else this.#pieces.delete(number);
    this.#pieces.set(number, piece);
    piece.leases++;
    return piece;
  }

  async #beginSoon(): Promise<void> {
    for (let turn = 0; turn < turnsToWait; turn++) await undefined;
    const asked = this.#asked.sort((a, b) => a - b);
    this.#asked = [];
    this.#begun = undefined;
    for (const run of runsOf(this.#layoutNow(), asked, this.endStart)) this.#begin(run);
  }

  #begin(run: PieceRun): void {
    const pieces = run.pieces.map((number) => this.#pieces.get(number));
    const arrival = this.#fetch(run, pieces);
    // Whoever waits for the pieces gets the failure, so it isn't unhandled.
    arrival.catch(() => {});
    for (const piece of pieces) if (piece !== undefined) piece.arrival = arrival;
  }

  async #fetch(run: PieceRun, pieces: readonly (Piece | undefined)[]): Promise<void> {
    try {
      await this.fetchRun(run);
      // What the end holds of the last piece wasn't fetched again.
      if (run.end === this.endStart) run.take(this.#end?.bytes ?? new Uint8Array(0));
    } catch (cause) {
      run.pieces.forEach((number, place) => {
        if (this.#pieces.get(number) === pieces[place]) this.#pieces.delete(number);
      });
      throw cause;
    }
    if (this.#isClosed) return;
    run.pieces.forEach((number, place) => {
      const piece = pieces[place];
      if (piece === undefined || this.#pieces.get(number) !== piece) return;
      piece.bytes = run.content(place);
      this.#heldBytes += piece.bytes.length;
    });
    this.#makeRoom();
  }

  /** Lets go of pieces that nobody leases, those first that weren't asked for longest. */
  #makeRoom(): void {
    if (this.#heldBytes <= this.#budget) return;
    for (const [number, { bytes, leases }] of this.#pieces) {
      if (bytes === undefined || leases > 0) continue;
      this.#forget(number);
      if (this.#heldBytes <= this.#budget) return;
    }
  }

  #forget(number: number): void {
    this.#heldBytes -= this.#pieces.get(number)?.bytes?.length ?? 0;
    this.#pieces.delete(number);
  }

  #mustWait(position: number, length: number): UsageError {
    return new UsageError(`Cannot read "${this.name}" synchronously`, {
      code: "must-wait",
      file: this.name,
      found: `bytes ${position} to ${position + length}`,
      hint: "use the …Async method",
    });
  }

  #tooMuch(found: number): UsageError {
    return new UsageError(`Cannot read ${counted(found, "byte")} of "${this.name}" at once`, {
      code: "batch-too-large",
      file: this.name,
      found,
      wanted: mostBytes,
      hint: "read fewer records at once, or windows of them",
    });
  }
}
