import type { TokenFillerOptions } from "./token_filler.ts";
import type { TokenTile } from "./token_tile.ts";

/** What a row consists of; the same for all records. */
interface RowOf {
  /** Its first codebook, and the one after its last. */
  readonly first: number;
  readonly end: number;
  /** Whether it lies in the rest rather than with the first codebook. */
  readonly isRest: boolean;
  /** Rows of the same length before it. */
  readonly turn: number;
  /** The number of its elements in a batch padded to that many frames. */
  lengthOf(frames: number): number;
}

/** A row of a record: one codebook, or several whose tokens take turns. */
export class SteppedRow {
  /** Its first codebook, and the one after its last. */
  readonly first: number;
  readonly end: number;
  /** Whether it lies in the rest rather than with the first codebook. */
  readonly isRest: boolean;
  readonly #of: RowOf;
  #at = 0;
  #length = 0;
  #last = new Uint8Array(0);

  constructor(of: RowOf) {
    this.first = of.first;
    this.end = of.end;
    this.isRest = of.isRest;
    this.#of = of;
  }

  /** The number of the record's elements before it, in the main data or in the rest. */
  get at(): number {
    return this.#at;
  }

  /** The number of its elements, including special tokens and padding. */
  get length(): number {
    return this.#length;
  }

  /** What its last tile fills, unless that tile is full. */
  get last(): Uint8Array {
    return this.#last;
  }

  /** Prepares for records padded to `frames`, which pass through that tile. */
  prepare(frames: number, tile: TokenTile): void {
    this.#length = this.#of.lengthOf(frames);
    this.#at = this.#of.turn * this.#length;
    this.#last = tile.first(this.#length % tile.elements);
  }
}

/** The rows of a record in this order and layout. */
export function steppedRows(options: TokenFillerOptions): SteppedRow[] {
  const { steps, order, codebooks } = options;
  const firstEnd = order === "firstAndRest" ? 1 : codebooks;
  if (!steps.isInRows) {
    const main = {
      first: 0,
      end: firstEnd,
      isRest: false,
      turn: 0,
      lengthOf: (frames: number) => steps.mainElements(frames),
    };
    const rest = {
      first: firstEnd,
      end: codebooks,
      isRest: true,
      turn: 0,
      lengthOf: (frames: number) => steps.restElements(frames),
    };
    return [main, rest].filter(({ first, end }) => first < end).map((row) => new SteppedRow(row));
  }
  return Array.from({ length: codebooks }, (_, codebook) => {
    const isRest = codebook >= firstEnd;
    return new SteppedRow({
      first: codebook,
      end: codebook + 1,
      isRest,
      turn: isRest ? codebook - firstEnd : codebook,
      lengthOf: (frames) => isRest ? frames : steps.steps(frames),
    });
  });
}
