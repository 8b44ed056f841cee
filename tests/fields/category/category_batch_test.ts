/** Batches of categories: numbers at once, strings when they are asked for, wherever they are read. */
import assert from "node:assert/strict";
import {
  type CategoryBatch,
  type CategoryFieldReader,
  openDataset,
  openDatasetAsync,
} from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { tampered } from "../../container/_tamper.ts";
import { pack, packed } from "../../container/_varied.ts";

const { ir } = defineDataset("A", { speaker: field.category(), label: field.category() });
const speakers = Array.from({ length: 40 }, (_, record) => `s${record * record % 11}`);
const records = speakers.map((speaker, record) => ({ speaker, label: `l${record % 2}` }));
const known = [...new Set(speakers)];
const bytes = packed(ir, records);
/** The same, but its strings aren't in order: whoever reads them notices. */
const unreadable = tampered(bytes, (file) => {
  file.setU32(file.directory.lookups[0]!.position + 4 * (known.length + 1), 1);
});

const folder = Deno.makeTempDirSync();
const path = `${folder}/a.afd`;
Deno.test.beforeAll(() => pack(path, ir, records));
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

function readerOf(dataset: { field(name: string): object }, name = "speaker"): CategoryFieldReader {
  return dataset.field(name) as CategoryFieldReader;
}

Deno.test("a batch has numbers, the strings of its records, and all strings", () => {
  using dataset = openDataset(bytes);
  const reader = readerOf(dataset);
  const batch = reader.allocateBatch(4) as CategoryBatch;
  assert.deepEqual([batch.shape, batch.values], [[0], []]);
  for (const indices of [[3, 1, 4, 1], [5], [], [9, 2, 6]]) {
    reader.decodeBatch(indices, batch);
    assert.ok(batch.data instanceof Uint32Array);
    assert.deepEqual(batch.values, indices.map((index) => speakers[index]));
    assert.deepEqual([...batch.data], indices.map((index) => known.indexOf(speakers[index]!)));
    assert.deepEqual(batch.shape, [indices.length]);
    assert.equal(batch.values, batch.values);
    assert.equal(batch.categories, reader.categories);
  }
});

Deno.test("a batch of one field can be filled by another, and then has that one's strings", () => {
  using dataset = openDataset(bytes);
  const batch = readerOf(dataset).allocateBatch(2) as CategoryBatch;
  readerOf(dataset, "label").decodeBatch([0, 1], batch);
  assert.deepEqual([batch.values, batch.categories], [["l0", "l1"], ["l0", "l1"]]);
  readerOf(dataset).decodeBatch([1, 2], batch);
  assert.deepEqual([batch.values, batch.categories], [speakers.slice(1, 3), known]);
});

Deno.test("numbers are read without the strings", () => {
  using dataset = openDataset(unreadable);
  const reader = readerOf(dataset);
  const batch = reader.allocateBatch(3) as CategoryBatch;
  reader.decodeBatch([0, 1, 2], batch);
  assert.deepEqual([...batch.data], [0, 1, 2]);
  assert.equal(reader.categoryCount, known.length);
  assert.throws(() => batch.values, { code: "category-table" });
  assert.throws(() => batch.categories, { code: "category-table" });
});

for (const workers of [0, 2]) {
  Deno.test(`batches() make strings when they are asked for, with ${workers} workers`, async () => {
    using dataset = openDataset(path);
    let read = 0;
    const options = { batchSize: 7, workers, fields: ["speaker", "label"] };
    for await (using batch of dataset.batches(options)) {
      const { speaker, label } = batch.fields as Record<string, CategoryBatch>;
      const wanted = [...batch.indices].map((index) => speakers[index]);
      assert.deepEqual(speaker!.values, wanted);
      assert.equal(speaker!.values, speaker!.values);
      assert.deepEqual(Array.from(speaker!.data, (number) => speaker!.categories[number]), wanted);
      assert.deepEqual(label!.values, [...batch.indices].map((index) => `l${index % 2}`));
      read += speaker!.shape[0];
    }
    assert.equal(read, speakers.length);
  });

  Deno.test(`batches() of numbers alone read no strings, with ${workers} workers`, async () => {
    using dataset = openDataset(unreadable);
    let read = 0;
    for await (using batch of dataset.batches({ batchSize: 7, workers, fields: ["speaker"] })) {
      const { speaker } = batch.fields as Record<string, CategoryBatch>;
      read += speaker!.data.length;
      assert.throws(() => speaker!.values, { code: "category-table" });
    }
    assert.equal(read, speakers.length);
  });

  Deno.test(`a record of no category is left out where that is asked for, with ${workers} workers`, async () => {
    const damaged = tampered(bytes, (file) => file.setU32(file.recordAt(0, 5), 77));
    using dataset = openDataset(damaged);
    const loader = dataset.batches({ batchSize: 10, workers, onDamaged: "skip" });
    let read = 0;
    for await (using batch of loader) read += batch.indices.length;
    assert.equal(read, speakers.length - 1);
  });
}

Deno.test("strings that were asked for stay when the file is closed; others can't be read then", () => {
  const dataset = openDataset(path);
  const [speaker, label] = [readerOf(dataset), readerOf(dataset, "label")];
  const batches = [speaker, label].map((reader) => {
    const batch = reader.allocateBatch(2) as CategoryBatch;
    reader.decodeBatch([1, 0], batch);
    return batch;
  });
  assert.equal(speaker.numberOf("s0"), 0);
  dataset.close();
  assert.deepEqual(batches[0]!.values, ["s1", "s0"]);
  assert.deepEqual(speaker.categories, known);
  assert.deepEqual([...batches[1]!.data], [1, 0]);
  assert.throws(() => batches[1]!.values, { code: "closed" });
});

Deno.test("a blob's strings are waited for", async () => {
  using dataset = await openDatasetAsync(new Blob([bytes]));
  const reader = readerOf(dataset);
  assert.equal(reader.categoryCount, known.length);
  assert.throws(() => reader.categories, { code: "must-wait" });
  assert.deepEqual(await reader.categoriesAsync(), known);
  assert.equal(reader.numberOf("s4"), known.indexOf("s4"));
  assert.deepEqual(await dataset.toRecordAsync(3), records[3]);
  const labels = readerOf(dataset, "label").allocateBatch(3) as CategoryBatch;
  await readerOf(dataset, "label").decodeBatchAsync([2, 1], labels);
  assert.deepEqual(labels.values, ["l0", "l1"]);
  let read = 0;
  for await (using batch of dataset.batches({ batchSize: 16 })) {
    const { speaker } = batch.fields as Record<string, CategoryBatch>;
    assert.deepEqual(speaker!.values, [...batch.indices].map((index) => speakers[index]));
    read += batch.indices.length;
  }
  assert.equal(read, speakers.length);
});
