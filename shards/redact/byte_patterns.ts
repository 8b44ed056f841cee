/** Bytes that a pattern is found by. */
const keyBytes = 16;

/** A pattern with fewer different bytes than this is found everywhere, as silence is. */
const leastDifferent = 6;

/** Bytes that are compared once a pattern may have been found. */
const comparedBytes = 64;

/** Multiplies the rolling sum for each byte. */
const base = 0x01_00_01_93;

/** What a pattern was made from, for whoever wants to know. */
export interface Pattern<Owner> {
  readonly owner: Owner;
  readonly bytes: Uint8Array;
}

/**
 * Finds many runs of bytes at once, wherever they lie: a rolling sum over 16 bytes says where one may
 * begin. A run is found by a part of it that isn't uniform; one that has no such part can't be.
 */
export class BytePatterns<Owner> {
  readonly #bySum = new Map<number, Pattern<Owner>[]>();
  /** Whether a pattern has a sum with these lower 16 bits. */
  readonly #mayBe = new Uint8Array(2 ** 16);

  /**
   * Adds a run.
   *
   * @returns false if nothing in it would be telling.
   */
  add(run: Uint8Array, owner: Owner): boolean {
    for (let at = 0; at + keyBytes <= run.length; at += keyBytes) {
      if (new Set(run.subarray(at, at + keyBytes)).size < leastDifferent) continue;
      const bytes = run.slice(at, at + comparedBytes);
      const sum = sumOf(bytes);
      const others = this.#bySum.get(sum);
      if (others === undefined) this.#bySum.set(sum, [{ owner, bytes }]);
      else others.push({ owner, bytes });
      this.#mayBe[sum & 0xffff] = 1;
      return true;
    }
    return false;
  }

  /** Calls `found` for each pattern in `bytes`, with where it begins. */
  search(bytes: Uint8Array, found: (owner: Owner, at: number) => void): void {
    const mayBe = this.#mayBe;
    let highest = 1;
    for (let power = 1; power < keyBytes; power++) highest = Math.imul(highest, base);
    let sum = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (at >= keyBytes) sum = (sum - Math.imul(bytes[at - keyBytes]!, highest)) | 0;
      sum = (Math.imul(sum, base) + bytes[at]!) | 0;
      if (mayBe[sum & 0xffff] === 0 || at < keyBytes - 1) continue;
      const start = at - keyBytes + 1;
      for (const { owner, bytes: wanted } of this.#bySum.get(sum) ?? []) {
        if (matches(bytes, start, wanted)) found(owner, start);
      }
    }
  }
}

/** Bytes that must follow a piece of a file, so that no pattern across its end is missed. */
export const patternOverlap: number = comparedBytes;

function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < keyBytes; at++) sum = (Math.imul(sum, base) + bytes[at]!) | 0;
  return sum;
}

function matches(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  // What is cut off by the end of a file is still there.
  const length = Math.min(wanted.length, bytes.length - start);
  for (let at = 0; at < length; at++) if (bytes[start + at] !== wanted[at]) return false;
  return true;
}
