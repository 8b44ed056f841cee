import assert from "node:assert/strict";
import { fieldKind } from "../../schema/mod.ts";
import { indexLists, type Readers, setGains } from "./_agree_batches.ts";
import { contentsOf, same } from "./_batch_contents.ts";
import { variantsOf } from "./_batch_variants.ts";
import { codeOf } from "./_code_of.ts";
import { type AnyBatch, type BatchField, fieldOf } from "./_generated.ts";

/** Stems and long recordings are tried as well; the other batches' restatement leaves them out. */
const stemsVariants: readonly object[] = [
  { padTo: "batch" },
  { padTo: { multipleOf: 7 }, mix: true },
  { padTo: "batch", maxSamples: 5, onLonger: "crop" },
];
const chunkedVariants: readonly object[] = [{ padTo: "batch", onLonger: "crop" }];

/**
 * A batch with a total shows the same as a batch with as many rows of the longest record, if the
 * total is exactly what it takes; if it is one less, the batch is refused, and nothing is left that
 * could be decoded.
 */
export async function totalsAgree(
  { ir, read, generated, reflective }: Readers,
): Promise<void> {
  for (const { name, kind } of ir.fields) {
    if (!hasRows(kind)) continue;
    const readers = [fieldOf(generated, name), reflective.field(name) as BatchField];
    for (const options of paddedVariants(kind)) {
      for (const field of readers) {
        for (const indices of indexLists(read.length)) {
          await totalAgrees(field, {
            indices,
            options,
            where: `${name} ${JSON.stringify(options)}`,
          });
        }
      }
    }
  }
}

async function totalAgrees(
  field: BatchField,
  { indices, options, where }: { indices: readonly number[]; options: object; where: string },
): Promise<void> {
  const rows = indices.length + 3;
  const allocate = (more: object) => {
    const batch = field.allocateBatch(rows, { ...options, ...more });
    setGains(batch);
    return batch;
  };
  const whole = allocate({});
  const code = await codeOf(() => field.decodeBatch(indices, whole));
  if (code !== undefined) {
    const exact = allocate({ maxTotal: 0 });
    assert.equal(await codeOf(() => field.decodeBatch(indices, exact)), code, where);
    return dispose(whole, exact);
  }
  const maxTotal = indices.length * rowLength(whole);
  const exact = allocate({ maxTotal });
  assert.ok(exact.byteLength! <= whole.byteLength!, where);
  // Twice, because rows of the first time must leave nothing behind.
  for (let time = 0; time < 2; time++) {
    field.decodeBatch(indices, exact);
    same(contentsOf(exact), contentsOf(whole), where);
  }
  dispose(whole, exact);
  if (maxTotal === 0) return;
  const small = allocate({ maxTotal: maxTotal - 1 });
  assert.equal(await codeOf(() => field.decodeBatch(indices, small)), "batch-too-small", where);
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
