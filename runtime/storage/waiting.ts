import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { ArrivingBytes } from "./arriving_bytes.ts";
import type { Block } from "./block.ts";
import { CacheBudget } from "./cache_budget.ts";
import { CopyingStorage } from "./copying.ts";
import { pieceBytes, PieceLayout } from "./piece_layout.ts";
import { type PieceRun, runsOf } from "./piece_run.ts";
import { FileEnd } from "./file_end.ts";
import { HeldPieces, type Piece } from "./held_pieces.ts";
import type { ByteRange, GapFiller } from "./storage.ts";

/**
 * How many turns of the microtask queue a request waits for others: fields of a batch ask for their
 * bytes one right after another, and what lies together is then fetched together.
 */
const turnsToWait = 12;

/** Bytes that one call may ask for: more can't be held in memory anyway. */
const mostBytes = 2 ** 32;

/**
 * A storage that must wait for its bytes. They are fetched in pieces, which can be read synchronously
 * while they are leased. Pieces that nobody leases any more are kept as long as there is room.
 */
export abstract class WaitingStorage extends CopyingStorage implements ArrivingBytes {
  readonly #pieces: HeldPieces;
  #layout: PieceLayout | undefined;
  #end: FileEnd | undefined;
  /** The blocks at the file's end that were compared with their checksums. */
  readonly #comparedEnd = new Set<number>();
  /** Leases that haven't ended. */
  #leases = 0;
  /** Whether the file was opened, so that everything is read under a lease. */
  #isOpen = false;
  /** Pieces whose request hasn't begun, and when it will have. */
  #asked: number[] = [];
  #begun: Promise<void> | undefined;
  #isClosed = false;

  /** @param budget bytes that are kept without a lease, or what several files may keep together. */
  constructor(budget: number | CacheBudget) {
    super();
    this.#pieces = new HeldPieces(typeof budget === "number" ? new CacheBudget(budget) : budget);
  }

  /**
   * Fetches a run of bytes, in order, from `run.at` to `run.end`.
   *
   * @throws {FileError} when they can't be had.
   */
  protected abstract fetchRun(run: PieceRun): Promise<void>;

  /**
   * Fetches bytes into memory of their own.
   *
   * @throws {FileError} when they can't be had.
   */
  protected abstract fetchBytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;

  /**
   * Fetches the file's last bytes, `length` of them, as far as they aren't there, and keeps them for as
   * long as the file is open.
   *
   * @throws {FileError} when they can't be had.
   */
  async fetchEnd(length: number): Promise<void> {
    await this.#endNow().fetch(length, (start, end) => this.fetchBytes(start, end));
  }

  /** Keeps bytes that come right before those that are kept: the file's last ones, at first. */
  protected keepEnd(bytes: Uint8Array<ArrayBuffer>): void {
    this.#endNow().keep(bytes);
  }

  /** Where the file's last bytes begin that are kept, or will be. */
  get endStart(): number {
    return this.#endNow().start;
  }

  /** Says where the file's blocks end, and the parts of their checksums begin. */
  divideAt(position: number): void {
    this.#layout = new PieceLayout(this.size, position);
    // Pieces before it are the same as they were.
    this.#pieces.forgetFrom(this.#layout.pieceAt(position));
  }

  /** Says that the file was opened: from now on, everything is read under a lease. */
  seal(): void {
    this.#isOpen = true;
  }

  async prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    const wanted = this.#piecesOf(ranges);
    const ask = (number: number) => void this.#asked.push(number);
    const held = wanted.map((number) => [number, this.#pieces.lease(number, ask)] as const);
    let isLeased = true;
    this.#leases++;
    const giveBack = () => {
      if (isLeased) this.#leases--;
      isLeased = false;
      this.#pieces.giveBack(held.splice(0));
    };
    try {
      if (held.some(([, { arrival }]) => arrival === undefined)) {
        await (this.#begun ??= this.#beginSoon());
      }
      await Promise.all(
        new Set([this.#endNow().arrival, ...held.map(([, { arrival }]) => arrival)]),
      );
    } catch (cause) {
      giveBack();
      throw cause;
    }
    return { [Symbol.dispose]: giveBack };
  }

  holds(position: number, length: number): boolean {
    const layout = this.#layoutNow();
    const end = Math.min(position + length, this.#endNow().arrived);
    for (let at = position; at < end;) {
      const number = layout.pieceAt(at);
      if (this.#pieces.bytesOf(number) === undefined) return false;
      at = layout.endOf(number);
    }
    return true;
  }

  isCompared(block: number): boolean {
    return this.#pieces.get(block)?.isCompared ?? this.#comparedEnd.has(block);
  }

  noteCompared(block: number): void {
    const piece = this.#pieces.get(block);
    if (piece === undefined) this.#comparedEnd.add(block);
    else piece.isCompared = true;
  }

  discard(block: number): void {
    this.#pieces.discard(block);
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    // Whatever is in memory: what works for one file should work for another that is longer.
    if (this.#leases === 0 && this.#isOpen) throw this.#mustWait(position, length);
    const layout = this.#layoutNow();
    const end = this.#endNow();
    for (let done = 0; done < length;) {
      const at = position + done;
      let part: Uint8Array;
      if (at >= end.arrived) part = end.at(at, length - done);
      else {
        const number = layout.pieceAt(at);
        const bytes = this.#pieces.bytesOf(number);
        if (bytes === undefined) throw this.#mustWait(position, length);
        const from = at - layout.startOf(number);
        part = bytes.subarray(from, from + length - done);
      }
      block.bytes.set(part, offset + done);
      done += part.length;
    }
  }

  // deno-fmt-ignore
  override copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    // Copies are no requests, so rows needn't be copied together and then moved.
    for (let row = 0, to = offset; row < rows; row++, to += stride) {
      this.copy(position + row * rowBytes, rowBytes, block, to);
      gaps.fillGap(to + rowBytes, to + stride);
    }
  }

  blockBytes(block: number, length: number): Uint8Array {
    const bytes = this.#pieces.bytesOf(block);
    return bytes === undefined ? this.view(block * pieceBytes, length) : bytes.subarray(0, length);
  }

  override [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#pieces.close();
  }

  #endNow(): FileEnd {
    return this.#end ??= new FileEnd(this.size);
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

  async #beginSoon(): Promise<void> {
    for (let turn = 0; turn < turnsToWait; turn++) await undefined;
    const asked = this.#asked.sort((a, b) => a - b);
    this.#asked = [];
    this.#begun = undefined;
    const within = { limit: this.endStart, memory: this.#pieces.memory };
    for (const run of runsOf(this.#layoutNow(), asked, within)) this.#begin(run);
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
      const end = this.#endNow();
      await end.arrival;
      if (run.at >= end.arrived) run.take(end.at(run.at, this.size));
    } catch (cause) {
      run.pieces.forEach((number, place) => {
        if (pieces[place] !== undefined) this.#pieces.fail(number, pieces[place]);
      });
      throw cause;
    }
    if (this.#isClosed) return;
    run.pieces.forEach((number, place) => {
      const piece = pieces[place];
      if (piece !== undefined) this.#pieces.keep(number, piece, run.content(place));
    });
    this.#pieces.makeRoom();
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
