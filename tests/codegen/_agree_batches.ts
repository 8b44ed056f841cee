/** Batches of a generated module and of the reflective reader match the references. */
import assert from "node:assert/strict";
import { ConvertedBatch, type DatasetReader } from "../../runtime/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { type Contents, contentsOf, same, scribble } from "./_batch_contents.ts";
import { variantsOf } from "./_batch_variants.ts";
import { codeOf } from "./_code_of.ts";
import { type AnyBatch, type BatchField, fieldOf, type GeneratedDataset } from "./_generated.ts";
import type { Asked } from "./_reference_rows.ts";
import { gainOf, type References } from "./_references.ts";

/** A file opened both ways, and the known values of its records. */
export interface Readers {
  readonly ir: DatasetIr;
  readonly read: readonly Readonly<Record<string, unknown>>[];
  readonly generated: GeneratedDataset;
  readonly reflective: DatasetReader;
  /** Whether the storage is only asynchronous. */
  readonly onlyAsync?: boolean;
}

/**
 * Both readers fill batches that match the references, with whole records and with windows of them,
 * reusing one batch. Stems are read by the same class either way.
 */
export async function batchesAgree(
  { ir, read, generated, reflective, references, onlyAsync = false }: Readers & {
    references: References;
  },
): Promise<void> {
  for (const field of ir.fields.filter(({ kind }) => kind !== "stems")) {
    const readers = {
      generated: fieldOf(generated, field.name),
      reflective: reflective.field(field.name) as BatchField,
    };
    for (const options of variantsOf(field.kind)) {
      for (const [which, reader] of Object.entries(readers)) {
        const batch = reader.allocateBatch(2 * read.length + 1, options);
        setGains(batch);
        for (const asked of questions(reader, batch, read.length)) {
          const wanted = references.of(field, options, asked);
          const where = `${which} ${field.name} ${JSON.stringify([options, asked])}`;
          for (const way of onlyAsync ? [decodeAsync] : [decode, decodeAsync]) {
            scribble(batch);
            await agrees(() => way(reader, batch, asked), { batch, wanted, where });
          }
        }
        if (reader.decodeWindowBatch !== undefined) {
          const tooLong = { indices: [], starts: [], count: longestOf(batch) + 1 };
          assert.equal(await codeOf(() => decode(reader, batch, tooLong)), "batch-too-small");
        }
        batch[Symbol.dispose]?.();
      }
    }
  }
}

/** The batch comes out as wanted, or is refused. */
async function agrees(
  run: () => Promise<void> | void,
  { batch, wanted, where }: { batch: AnyBatch; wanted: Contents | undefined; where: string },
): Promise<void> {
  assert.equal(await codeOf(run), wanted === undefined ? "longer-than-batch" : undefined, where);
  if (wanted !== undefined) same(contentsOf(batch), wanted, where);
}

function decode(reader: BatchField, batch: AnyBatch, { indices, starts, count }: Asked): void {
  if (starts === undefined) reader.decodeBatch(indices, batch);
  else reader.decodeWindowBatch!(indices, Float64Array.from(starts), count!, batch);
}

function decodeAsync(
  reader: BatchField,
  batch: AnyBatch,
  { indices, starts, count }: Asked,
): Promise<void> {
  if (starts === undefined) return reader.decodeBatchAsync(indices, batch);
  return reader.decodeWindowBatchAsync!(indices, starts, count!, batch);
}

/** Whole records, and windows in between. */
function questions(reader: BatchField, batch: AnyBatch, records: number): Asked[] {
  const [all = [], none = [], twice = [], ...single] = indexLists(records);
  const starts = twice.map((index, row) => (index * 7 + row * 5) % 60);
  const counts = reader.decodeWindowBatch === undefined ? [] : [0, 1, 13];
  const windows = counts.filter((count) => count <= longestOf(batch))
    .map((count) => ({ indices: twice, starts, count }));
  const whole = [none, twice, ...single].map((indices) => ({ indices }));
  return [{ indices: all }, ...windows, ...whole];
}

/** Everything, nothing, backwards with repetitions, and one at a time. */
export function indexLists(records: number): number[][] {
  const all = Array.from({ length: records }, (_, index) => index);
  return [all, [], all.toReversed().flatMap((index) => [index, index]), ...all.map((i) => [i])];
}

/** The longest windows that a batch has room for. */
function longestOf({ maxSamples, maxFrames }: AnyBatch): number {
  return maxSamples ?? maxFrames!;
}

/** Sets a gain for each row, if the batch takes any. */
export function setGains(batch: object): void {
  if (batch instanceof ConvertedBatch) {
    batch.gains.forEach((_, row) => batch.gains[row] = gainOf(row));
  }
}
