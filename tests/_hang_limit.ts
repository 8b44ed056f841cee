import assert from "node:assert/strict";

/**
 * A limit so far off that only a hang reaches it, whatever runs at the same time. A test with a
 * nearer limit measures, and its name ends in `_measured_test.ts`.
 */
export class HangLimit {
  readonly #milliseconds: number;
  readonly #start = performance.now();

  constructor(milliseconds: number) {
    assert.ok(milliseconds >= 5_000, "a limit below five seconds is for measured tests");
    this.#milliseconds = milliseconds;
  }

  check(what: string): void {
    const taken = performance.now() - this.#start;
    assert.ok(taken < this.#milliseconds, `${what} took ${Math.round(taken)} ms`);
  }
}
