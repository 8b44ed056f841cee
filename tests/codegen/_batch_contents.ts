/** The contents of batches of any kind, for comparison. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { AnyBatch } from "./_generated.ts";

/** What a batch holds, or should hold. */
export interface Contents {
  readonly shape: readonly number[];
  /** Scalars, text, categories and bytes. */
  readonly values?: readonly unknown[];
  /** The elements' bytes, because there may be many. */
  readonly data?: Uint8Array;
  readonly lengths?: readonly number[];
  /** For pitch: which frames are voiced. */
  readonly voiced?: Uint8Array;
  /** For tokens: the codebooks except the first, if that is separate. */
  readonly rest?: Uint8Array;
  readonly restShape?: readonly number[];
}

/** What a batch holds now. */
export function contentsOf(
  { shape, data, lengths, values, categories, rest, restShape = [], voiced }: AnyBatch,
): Contents {
  const count = shape[0] ?? 0;
  if (categories !== undefined) {
    // Categories: numbers, and the strings that they stand for.
    const numbers = Array.from(data!).slice(0, count);
    assert.deepEqual(numbers.map((number) => categories[Number(number)]), values);
  }
  if (values !== undefined) return { shape: [...shape], values: copies(values.slice(0, count)) };
  // Scalars: one value per record.
  if (lengths === undefined) {
    return { shape: [...shape], values: Array.from(data!).slice(0, count) };
  }
  return {
    shape: [...shape],
    data: firstOf(data!, shape),
    lengths: [...lengths.slice(0, count)],
    ...(voiced === undefined ? {} : { voiced: firstOf(voiced, shape) }),
    ...(rest === undefined ? {} : { rest: firstOf(rest, restShape), restShape: [...restShape] }),
  };
}

/** Fails unless a batch is as it should be. */
export function same(found: Contents, wanted: Contents, where: string): void {
  const { data: one, rest: oneRest, voiced: oneVoicing, ...small } = found;
  const { data: other, rest: otherRest, voiced: otherVoicing, ...smallWanted } = wanted;
  assert.deepEqual(small, smallWanted, where);
  sameBytes(one, other, `${where}: values differ`);
  sameBytes(oneVoicing, otherVoicing, `${where}: voicing differs`);
  sameBytes(oneRest, otherRest, `${where}: the other codebooks differ`);
}

/** The bytes of all elements. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Values, with bytes as lists. */
export function copies(values: readonly unknown[]): unknown[] {
  return values.map((value) => value instanceof Uint8Array ? [...value] : value);
}

/** Overwrites a batch's contents, so that no expected value is there already. */
export function scribble({ data, rest, voiced }: AnyBatch): void {
  for (const values of [data, rest, voiced]) {
    if (values !== undefined) bytesOf(values as unknown as ArrayBufferView).fill(9);
  }
}

function firstOf(values: ArrayLike<number | bigint>, shape: readonly number[]): Uint8Array {
  const view = values as unknown as Uint8Array;
  return bytesOf(view.slice(0, shape.reduce((a, b) => a * b, 1)));
}

function sameBytes(
  found: Uint8Array | undefined,
  wanted: Uint8Array | undefined,
  message: string,
): void {
  assert.equal(found?.length, wanted?.length, message);
  assert.ok(Buffer.from(found ?? []).equals(wanted ?? new Uint8Array(0)), message);
}
