/** What batches of any kind hold, to be compared. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { AnyBatch } from "./_generated.ts";

/** What a batch holds, or must hold. */
export interface Contents {
  readonly shape: readonly number[];
  /** Scalars, text and byte runs. */
  readonly values?: readonly unknown[];
  /** The elements' bytes, as there may be many. */
  readonly data?: Uint8Array;
  readonly lengths?: readonly number[];
  /** Of pitch: which frames are voiced. */
  readonly voiced?: Uint8Array;
  /** Of tokens: the codebooks but the first, where that stands by itself. */
  readonly rest?: Uint8Array;
  readonly restShape?: readonly number[];
}

/** What a batch holds now. */
export function contentsOf(
  { shape, data, lengths, values, rest, restShape = [], voiced }: AnyBatch,
): Contents {
  const count = shape[0] ?? 0;
  if (data === undefined) return { shape: [...shape], values: copies(values!.slice(0, count)) };
  // Scalars: one value a record.
  if (lengths === undefined) return { shape: [...shape], values: Array.from(data).slice(0, count) };
  return {
    shape: [...shape],
    data: firstOf(data, shape),
    lengths: [...lengths.slice(0, count)],
    ...(voiced === undefined ? {} : { voiced: firstOf(voiced, shape) }),
    ...(rest === undefined ? {} : { rest: firstOf(rest, restShape), restShape: [...restShape] }),
  };
}

/** Fails where a batch isn't as it must be. */
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

/** Values with byte runs as lists. */
export function copies(values: readonly unknown[]): unknown[] {
  return values.map((value) => value instanceof Uint8Array ? [...value] : value);
}

/** Writes over what a batch holds, so that nothing that must come is there already. */
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
