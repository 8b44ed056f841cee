import assert from "node:assert/strict";
import { fieldKind } from "../../schema/mod.ts";
import { codeOf } from "./_agree.ts";
import {
  contents,
  indexLists,
  type Readers,
  same,
  setGains,
  variantsOf,
} from "./_agree_batches.ts";
import { type AnyBatch, fieldOf, type GeneratedField } from "./_generated.ts";

/** Stems and long recordings are tried as well, which the other batches' restatement leaves out. */
const stemsVariants: readonly object[] = [
  { padTo: "batch" },
  { padTo: { multipleOf: 7 }, mix: true },
  { padTo: "batch", maxSamples: 5, onLonger: "crop" },
];
const chunkedVariants: readonly object[] = [{ padTo: "batch", onLonger: "crop" }];

/**
 * A batch by its total shows what a batch of as many of the longest record shows, where the total is
 * exactly what it takes; where it is one less, it is refused, and nothing is left that can't be decoded.
 */
export function totalsAgree({ ir, read, generated, reflective }: Readers): void {
  for (const { name, kind } of ir.fields) {
    if (!hasRows(kind)) continue;
    const readers = [fieldOf(generated, name), reflective.field(name) as unknown as GeneratedField];
    for (const options of paddedVariants(kind)) {
      for (const field of readers) {
        for (const indices of indexLists(read.length)) {
          totalAgrees(field, { indices, options, where: `${name} ${JSON.stringify(options)}` });
        }
      }
    }
  }
}

function totalAgrees(
  field: GeneratedField,
  { indices, options, where }: { indices: readonly number[]; options: object; where: string },
): void {
  const rows = indices.length + 3;
  const allocate = (more: object) => {
    const batch = field.allocateBatch(rows, { ...options, ...more });
    setGains(batch);
    return batch;
  };
  const whole = allocate({});
  const code = codeOf(() => field.decodeBatch(indices, whole));
  if (code !== undefined) {
    const exact = allocate({ maxTotal: 0 });
    assert.equal(codeOf(() => field.decodeBatch(indices, exact)), code, where);
    return dispose(whole, exact);
  }
  const maxTotal = indices.length * rowLength(whole);
  const exact = allocate({ maxTotal });
  assert.ok(exact.byteLength! <= whole.byteLength!, where);
  // Twice, as rows of the first time must leave nothing behind.
  for (let time = 0; time < 2; time++) {
    field.decodeBatch(indices, exact);
    same(contents(exact), contents(whole), where);
  }
  dispose(whole, exact);
  if (maxTotal === 0) return;
  const small = allocate({ maxTotal: maxTotal - 1 });
  assert.equal(codeOf(() => field.decodeBatch(indices, small)), "batch-too-small", where);
  field.decodeBatch([], small);
  assert.equal(small.shape[0], 0);
  dispose(small);
}

function paddedVariants(kind: string): readonly object[] {
  const all = kind === "stems"
    ? stemsVariants
    : kind === "chunkedWaveform"
    ? chunkedVariants
    : variantsOf(kind);
  return all.filter((options) => "padTo" in options);
}

function hasRows(kind: string): boolean {
  const members = fieldKind(kind)?.layout.members ?? [];
  return members.some(({ name }) => ["num_samples", "time_frames", "num_frames"].includes(name));
}

function rowLength({ rows, rowSamples, frames }: AnyBatch): number {
  return rows?.rowSamples ?? rowSamples ?? frames ?? 0;
}

function dispose(...batches: AnyBatch[]): void {
  for (const batch of batches) batch[Symbol.dispose]?.();
}
