/** Whether two datasets read the same, whatever they are read from. */
import assert from "node:assert/strict";
import type { DatasetReader, ExportingBatch, LoaderOptions } from "../../runtime/mod.ts";
import { type Members, shownOf } from "../loader/_shown.ts";

type AnyBatch = ExportingBatch & Partial<Disposable> & Members;

/** Compares single values, batches, windows and keys; `rows` are the records of a batch. */
export function assertSameRecords(
  found: DatasetReader,
  wanted: DatasetReader,
  rows: readonly number[],
): void {
  assert.equal(found.recordCount, wanted.recordCount);
  assert.deepEqual(found.ir, wanted.ir);
  assert.deepEqual([...found.fields.keys()], [...wanted.fields.keys()]);
  for (let record = 0; record < wanted.recordCount; record++) {
    assert.deepEqual(found.toRecord(record), wanted.toRecord(record));
  }
  for (const [name, field] of wanted.fields) {
    const other = found.field(name);
    assert.deepEqual(decoded(other, rows), decoded(field, rows), name);
    assert.deepEqual(windows(other, rows), windows(field, rows), name);
  }
}

/** Compares what keys find. */
export function assertSameKeys(found: DatasetReader, wanted: DatasetReader): void {
  for (let record = 0; record < wanted.recordCount; record++) {
    const key = wanted.keyOf(record);
    assert.equal(found.keyOf(record), key);
    assert.equal(found.byKey(key), record);
  }
  assert.equal(found.findKey("no such key"), undefined);
}

function decoded(
  field: ReturnType<DatasetReader["field"]>,
  rows: readonly number[],
): Record<string, unknown> {
  const batch = field.allocateBatch(Math.max(1, rows.length), roomOf(field)) as AnyBatch;
  field.decodeBatch(rows, batch);
  const shown = shownOf(batch, { exports: batch.exports, rows: rows.length });
  batch[Symbol.dispose]?.();
  return shown;
}

/** Rows of chunks have the length of one chunk, unless a longer one is asked for. */
function roomOf({ kind }: ReturnType<DatasetReader["field"]>): { maxSamples?: number } {
  return kind === "chunkedWaveform" ? { maxSamples: 2000 } : {};
}

function windows(
  field: ReturnType<DatasetReader["field"]>,
  rows: readonly number[],
): Record<string, unknown> | undefined {
  if (field.decodeWindowBatch === undefined || rows.length === 0) return undefined;
  const batch = field.allocateBatch(rows.length, roomOf(field)) as AnyBatch;
  const starts = rows.map((row) => row % 5);
  const longest = Math.max(...rows.map((row) => field.length(row)));
  field.decodeWindowBatch(rows, starts, Math.min(7, longest), batch);
  const shown = shownOf(batch, { exports: batch.exports, rows: rows.length });
  batch[Symbol.dispose]?.();
  return shown;
}

/** Everything that an epoch shows, batch by batch, and its states. */
export async function epochOf(dataset: DatasetReader, options: LoaderOptions): Promise<unknown[]> {
  const loader = dataset.batches(options);
  const seen: unknown[] = [];
  for await (using batch of loader) {
    const { indices, starts } = batch;
    const fields = Object.entries(batch.fields).map(([name, shown]) => {
      const { exports } = dataset.field(name).allocateBatch(1) as AnyBatch;
      return [name, shownOf(shown as Members, { exports, rows: indices.length })];
    });
    const state = JSON.parse(JSON.stringify(loader.state()));
    assert.equal(state.dataset.identity, dataset.file.identity);
    delete state.dataset.identity;
    const places = Object.entries(starts).map((
      [name, array],
    ) => [name, [...array as Float64Array]]);
    seen.push({ records: [...indices], places, fields, state });
  }
  return seen;
}
