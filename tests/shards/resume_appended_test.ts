/** States from before records were appended: refused, or continued over the records that they knew. */
import assert from "node:assert/strict";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import {
  type DatasetReader,
  type LoadedBatch,
  openDataset,
  planBatches,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeShard, writeSharded } from "./_sharded.ts";

const { ir } = defineDataset("Ages", { age: field.uint8() });
const ages = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ age: (first + at) % 251 }));

const orders = [
  { batchSize: 4 },
  { batchSize: 4, shuffle: { seed: 7 } },
  { batchSize: 4, shuffle: { seed: 7 }, filter: { age: { below: 30 } } },
];

/** A folder with 40 records; `append` adds 25. */
function folderOf(folder: TestFolder): { append: () => void } {
  writeSharded(folder.path, ir, [ages(0, 15), ages(15, 25)]);
  return {
    append() {
      const { shards } = JSON.parse(Deno.readTextFileSync(folder.file("dataset.json")));
      const added = writeShard(folder.path, { ir, number: 2, records: ages(0, 25) });
      finishShards(folder.path, { shards: [...shards.file, added] });
    },
  };
}

function indicesOf(dataset: DatasetReader, options: Parameters<typeof planBatches>[0]): number[] {
  const plan = planBatches(options, dataset);
  const indices = new Uint32Array(plan.maxBatchSize);
  return Array.from({ length: plan.batchCount }, (_, b) => {
    return [...indices.subarray(0, plan.batch(b, indices))];
  }).flat();
}

for (const order of orders) {
  Deno.test(`a state is continued over the records that it knew: ${JSON.stringify(order)}`, () => {
    using folder = new TestFolder();
    const { append } = folderOf(folder);
    using before = openDataset(folder.path);
    const state = planBatches(order, before).state(3);
    const rest = indicesOf(before, { ...order, state });
    append();
    using after = openDataset(folder.path);
    assert.throws(() => planBatches({ ...order, state }, after), {
      name: "UsageError",
      code: "other-dataset",
      found: 40,
      wanted: 65,
      message: /knows 40 of the 65 records .*onAppended: "continue"/s,
    });
    const known = { ...order, state, onAppended: "continue" } as const;
    assert.deepEqual(indicesOf(after, known), rest);
    // Its own states go on in the same way.
    const later = planBatches(known, after).state(2);
    assert.deepEqual(indicesOf(after, { ...known, state: later }), rest.slice(8));
    // Without a state, there are all records.
    const { state: _, ...all } = known;
    assert.ok(indicesOf(after, all).some((record) => record >= 40));
  });
}

async function seen(batches: AsyncIterable<LoadedBatch>): Promise<number[]> {
  const all: number[] = [];
  for await (using batch of batches) all.push(...batch.indices);
  return all;
}

Deno.test("batches go on over the known records, and the next epoch has all", async () => {
  using folder = new TestFolder();
  const { append } = folderOf(folder);
  const options = { batchSize: 4, shuffle: { seed: 7 } };
  using before = openDataset(folder.path);
  const state = planBatches(options, before).state(3);
  append();
  using after = openDataset(folder.path);
  const known = { ...options, state, onAppended: "continue", workers: 1 } as const;
  assert.deepEqual(await seen(after.batches(known)), indicesOf(before, { ...options, state }));
  using later = after.batches(known);
  const next = await seen(later.epoch(1));
  assert.deepEqual(next.sort((a, b) => a - b), Array.from({ length: 65 }, (_, at) => at));
});

Deno.test("a state of another dataset is refused, whatever is asked", () => {
  using folder = new TestFolder();
  folderOf(folder);
  using dataset = openDataset(folder.path);
  const order = { batchSize: 4 };
  const state = planBatches(order, dataset).state(1);
  for (const records of [15, 16, 40]) {
    const other = { ...state, dataset: { identity: "0".repeat(64), records } };
    assert.throws(
      () => planBatches({ ...order, state: other, onAppended: "continue" }, dataset),
      { code: "other-dataset" },
    );
  }
  assert.throws(() => planBatches({ ...order, onAppended: "yes" as never }, dataset), {
    code: "invalid-option",
  });
});
