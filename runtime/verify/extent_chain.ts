import { aligned, preambleBytes } from "../container/constants.ts";

/** Where the payload of one field of one record lies. */
export interface Extent {
  readonly record: number;
  readonly field: string;
  readonly position: number;
  readonly length: number;
}

/** What the chain reports to. */
export interface ChainListener {
  /** The metadata of this payload is wrong. */
  blame(extent: Extent): void;
  /** Bytes between two payloads, which should be zero. */
  gap(from: number, to: number): void;
}

/**
 * Checks that payloads follow each other: each begins at the next multiple of 64 after the end of
 * the one before, and the last one ends the region. Then nothing overlaps and nothing is left over.
 *
 * Each payload is settled when the next one is known, so that the blame falls on the one whose
 * position or length is wrong, and not on all that follow.
 */
export class ExtentChain {
  readonly #payloadEnd: number;
  readonly #listener: ChainListener;
  /** Where the last settled payload ends; unknown after one that made no sense. */
  #end: number | undefined = preambleBytes;
  /** No payload may begin before this. */
  #floor = preambleBytes;
  #previous: Extent | undefined;
  #current: Extent | undefined;

  constructor(payloadEnd: number, listener: ChainListener) {
    this.#payloadEnd = payloadEnd;
    this.#listener = listener;
  }

  /** The next payload, in record order, then schema order. */
  push(extent: Extent): void {
    this.#settle(extent.position);
    this.#current = extent;
  }

  /** The next payload, if nothing is known about it; it has already been reported. */
  skip(): void {
    this.#settle(undefined);
    this.#current = undefined;
    this.#previous = undefined;
    this.#end = undefined;
  }

  /** @returns whether the last payload ends the region, as far as can be told. */
  finish(): boolean {
    this.#settle(this.#payloadEnd, true);
    return this.#end === undefined || this.#end === this.#payloadEnd;
  }

  /** @param next where the next payload begins, or the region ends. */
  #settle(next: number | undefined, isLast = false): void {
    const current = this.#current;
    if (current === undefined) return;
    const { position, length } = current;
    const expected = this.#end === undefined ? undefined : aligned(this.#end);
    const leadsOn = (start: number) => next === (isLast ? start + length : aligned(start + length));
    if (this.#end === undefined || expected === undefined) {
      if (position < this.#floor || position !== aligned(position)) this.#listener.blame(current);
      this.#settleAt(position, current);
    } else if (position === expected) {
      this.#listener.gap(this.#end, expected);
      this.#settleAt(position, current);
    } else if (leadsOn(expected)) {
      this.#listener.blame(current);
      this.#settleAt(expected, current);
    } else if (leadsOn(position)) {
      this.#listener.blame(this.#previous ?? current);
      this.#settleAt(position, current);
    } else {
      this.#listener.blame(current);
      this.#previous = current;
      this.#end = undefined;
    }
  }

  #settleAt(position: number, extent: Extent): void {
    // Only a payload after a settled one says where the next one can't be.
    if (this.#end !== undefined) this.#floor = position + extent.length;
    this.#end = position + extent.length;
    this.#previous = extent;
  }
}
