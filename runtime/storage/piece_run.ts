import type { PieceLayout } from "./piece_layout.ts";
import type { PieceMemory } from "./piece_memory.ts";

/** Gaps of at most this many bytes are fetched too, because another request would take longer. */
const mostGap = 32_768;

/** Bytes of the longest run: as long as requests should be, and as short as a retry should be. */
const mostRun = 2 ** 22;

/** Pieces that lie next to each other, or nearly, and are fetched in one request. */
export class PieceRun {
  /** Where its first byte is. */
  readonly start: number;
  /** The pieces in ascending order. */
  readonly pieces: readonly number[];
  /** The bytes of each piece, as far as they have arrived. */
  readonly #contents: (Uint8Array<ArrayBuffer> | undefined)[] = [];
  readonly #layout: PieceLayout;
  readonly #memory: PieceMemory;
  readonly #end: number;
  #at: number;
  /** The piece that comes next, by its place in {@link pieces}. */
  #place = 0;

  /** @param limit where fetching ends, even if a piece goes on. */
  constructor(
    layout: PieceLayout,
    pieces: readonly number[],
    { limit, memory }: { limit: number; memory: PieceMemory },
  ) {
    this.#layout = layout;
    this.#memory = memory;
    this.pieces = pieces;
    this.start = this.#at = layout.startOf(pieces[0]!);
    this.#end = Math.min(limit, layout.endOf(pieces.at(-1)!));
  }

  /** Where its last byte ends. */
  get end(): number {
    return this.#end;
  }

  /** Where the first byte is that hasn't arrived. */
  get at(): number {
    return this.#at;
  }

  /** How many pieces have arrived whole, from the first on. */
  get arrived(): number {
    return this.#place;
  }

  /** Where a piece begins. */
  startOf(piece: number): number {
    return this.#layout.startOf(piece);
  }

  /** Where a piece ends. */
  endOf(piece: number): number {
    return this.#layout.endOf(piece);
  }

  /** Takes the bytes that come next; there are no more than are missing. */
  take(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length && this.#place < this.pieces.length) {
      const piece = this.pieces[this.#place]!;
      const start = this.#layout.startOf(piece);
      // Bytes of a gap are dropped.
      if (this.#at < start) {
        const skipped = Math.min(start - this.#at, bytes.length - done);
        this.#at += skipped;
        done += skipped;
        continue;
      }
      const end = this.#layout.endOf(piece);
      const content = this.#contents[this.#place] ??= this.#memory.take(end - start);
      const part = bytes.subarray(done, done + end - this.#at);
      content.set(part, this.#at - start);
      this.#at += part.length;
      done += part.length;
      if (this.#at === end) this.#place++;
    }
  }

  /** Where the next bytes go, at least one, so that the host can write them there itself. */
  room(): Uint8Array<ArrayBuffer> {
    const piece = this.pieces[this.#place]!;
    const [start, end] = [this.#layout.startOf(piece), this.#layout.endOf(piece)];
    // Bytes of a gap are dropped.
    if (this.#at < start) return new Uint8Array(start - this.#at);
    const content = this.#contents[this.#place] ??= this.#memory.take(end - start);
    return content.subarray(this.#at - start, Math.min(end, this.#end) - start);
  }

  /** Takes memory of {@link room} back, with the next bytes in it. */
  filled(bytes: Uint8Array<ArrayBuffer>): void {
    const piece = this.pieces[this.#place]!;
    const start = this.#layout.startOf(piece);
    if (this.#at >= start) this.#contents[this.#place] = new Uint8Array(bytes.buffer);
    this.#at += bytes.length;
    if (this.#at === this.#layout.endOf(piece)) this.#place++;
  }

  /** The memory of {@link room} is gone: the piece has to arrive again. */
  lost(): void {
    const start = this.#layout.startOf(this.pieces[this.#place]!);
    if (this.#at < start) return;
    this.#contents[this.#place] = undefined;
    this.#at = start;
  }

  /** The bytes of a piece, by its place in {@link pieces}, once everything has arrived. */
  content(place: number): Uint8Array<ArrayBuffer> {
    return this.#contents[place]!;
  }
}

/** Joins pieces to runs: `wanted` ascends, and none of them begins at or after the limit. */
export function runsOf(
  layout: PieceLayout,
  wanted: readonly number[],
  within: { readonly limit: number; readonly memory: PieceMemory },
): PieceRun[] {
  const runs: number[][] = [];
  for (const piece of wanted) {
    const run = runs.at(-1);
    const isNear = run !== undefined &&
      layout.startOf(piece) - layout.endOf(run.at(-1)!) <= mostGap &&
      layout.endOf(piece) - layout.startOf(run[0]!) <= mostRun;
    if (isNear) run.push(piece);
    else runs.push([piece]);
  }
  return runs.map((pieces) => new PieceRun(layout, pieces, within));
}
