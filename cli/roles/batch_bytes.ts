import type { FieldKind } from "../../schema/mod.ts";

/** A part of a batch with one array; `shape` says how much of it is in use. */
interface ArrayBatch {
  readonly data: { readonly BYTES_PER_ELEMENT: number };
  readonly shape: readonly number[];
}

/** Bytes of the array of a field's part of a batch and of its mask, padding included. */
export function arrayBytes(batch: object, { mask }: Pick<FieldKind, "mask">): number {
  const { data, shape } = batch as ArrayBatch;
  // A mask has a byte for each element.
  const elementBytes = data.BYTES_PER_ELEMENT + (mask === undefined ? 0 : 1);
  return shape.reduce((product, extent) => product * extent, elementBytes);
}

/** A part of a batch with a text or bytes for each record. */
interface RunBatch {
  readonly lengths: ArrayLike<number>;
  readonly shape: readonly [records: number];
}

/** Bytes of all records in a field's part of a batch, if that isn't an array. */
export function runBytes(batch: object): number {
  const { lengths, shape: [records] } = batch as RunBatch;
  let sum = 0;
  for (let row = 0; row < records; row++) sum += lengths[row] ?? 0;
  return sum;
}
