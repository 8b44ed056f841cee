/** Epochs of datasets whose bytes must be waited for: the same as of those that are in memory. */
import assert from "node:assert/strict";
import {
  type DatasetReader,
  type LoaderOptions,
  openDataset,
  openDatasetAsync,
  planBatches,
  planBatchesAsync,
  type RecordFilter,
  selectRecords,
  selectRecordsAsync,
} from "../../runtime/mod.ts";
import { writeOne } from "../shards/_sharded.ts";
import { TestFolder } from "../_test_folder.ts";
import { epochOf } from "./_epochs.ts";
import { spoken, spokenIr } from "./_folder.ts";
import { startServer } from "./_server.ts";

/** Clips of 400 to 12,000 samples; enough that payloads take many blocks. */
function spokenBytes(records = 150): Uint8Array<ArrayBuffer> {
  using folder = new TestFolder();
  const path = folder.file("spoken.afd");
  const lengths = (index: number) => 400 + (index * 2609) % 11_600;
  writeOne(
    path,
    spokenIr,
    Array.from({ length: records }, (_, index) => spoken(index, lengths(index))),
  );
  return Deno.readFileSync(path);
}

const bytes = spokenBytes();

const epochs: Readonly<Record<string, LoaderOptions>> = {
  "in file order": { batchSize: 16 },
  "shuffled": { batchSize: 16, shuffle: { seed: 3 } },
  "with locality": { batchSize: 16, shuffle: { seed: 3, locality: { block: 8, window: 2 } } },
  "filtered by metadata": {
    batchSize: 8,
    filter: { audio: { seconds: { above: 0.3 } }, speaker: ["s1", "s4"] },
    shuffle: { seed: 1 },
  },
  "filtered by texts": {
    batchSize: 8,
    filter: { or: [{ words: { prefix: "the words of 1" } }, { words: "the words of 3" }] },
  },
  "of some keys": { batchSize: 8, filter: { key: ["clip-000003", "clip-000140", "nobody"] } },
  "in buckets": {
    batchSize: 16,
    bucket: { of: "audio", maxPadding: 0.2 },
    shuffle: { seed: 7 },
  },
  "of crops": {
    batchSize: 16,
    fields: { audio: {}, words: {} },
    window: { of: "audio", samples: 2000, short: "skip" },
    shuffle: { seed: 2, epoch: 5 },
  },
  "of padded crops": { batchSize: 16, fields: ["audio"], window: { of: "audio", seconds: 0.5 } },
};

for (const [name, options] of Object.entries(epochs)) {
  Deno.test(`an epoch of a Blob and of a URL, ${name}`, async () => {
    using memory = openDataset(bytes);
    const wanted = await epochOf(memory, options);
    assert.ok(wanted.length > 0);
    using blob = await openDatasetAsync(new Blob([bytes]));
    assert.deepEqual(await epochOf(blob, options), wanted);
    await using server = await startServer();
    using remote = await openDatasetAsync(server.serve("/a.afd", bytes), { cache: { bytes: 0 } });
    assert.deepEqual(await epochOf(remote, { ...options, prefetch: 1 }), wanted);
  });
}

for (const [name, options] of Object.entries(epochs)) {
  Deno.test(`workers decode an epoch of a Blob and of a URL, ${name}`, async () => {
    using memory = openDataset(bytes);
    const wanted = await epochOf(memory, options);
    using blob = await openDatasetAsync(new Blob([bytes]));
    assert.deepEqual(await epochOf(blob, { ...options, workers: 2 }), wanted);
    await using server = await startServer();
    using remote = await openDatasetAsync(server.serve("/a.afd", bytes));
    assert.deepEqual(await epochOf(remote, { ...options, workers: 2 }), wanted);
  });
}

Deno.test("workers of a URL get its headers, and can't get functions", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  using remote = await openDatasetAsync(url, { headers: { authorization: "Bearer 1" } });
  await epochOf(remote, { batchSize: 64, fields: ["score"], workers: 1 });
  assert.ok(server.log.length >= 2);
  for (const { headers } of server.log) assert.equal(headers.get("authorization"), "Bearer 1");
  using own = await openDatasetAsync(url, { fetch: (...args) => fetch(...args) });
  const loader = own.batches({ batchSize: 64, workers: 1 });
  await assert.rejects(loader.ready(), { code: "not-cloneable" });
});

const filters: readonly (RecordFilter | readonly RecordFilter[])[] = [
  {},
  { score: { min: 3, below: 20 } },
  { not: { words: { prefix: ["the words of 1", "the words of 2"] } } },
  { and: [{ words: { length: { max: 20 } } }, { words: { prefix: "the words of 1" } }] },
  { key: { prefix: "clip-0001" } },
  { key: Array.from({ length: 100 }, (_, at) => `clip-${String(at * 2).padStart(6, "0")}`) },
  [{ words: { prefix: "the words of 1" } }, (index) => index % 2 === 0, { speaker: "s3" }],
  [Uint32Array.of(3, 5, 140), { speaker: { missing: false } }],
];

Deno.test("selectRecordsAsync() selects what selectRecords() does, and reads as many texts", async () => {
  using memory = openDataset(bytes);
  await using server = await startServer();
  for (const filter of filters) {
    using remote = await openDatasetAsync(server.serve("/a.afd", bytes), { cache: { bytes: 0 } });
    const { records, filterReads } = await selectRecordsAsync(remote, filter);
    const wanted = selectRecords(memory, filter);
    assert.deepEqual([...records], [...wanted.records], JSON.stringify(filter));
    assert.equal(filterReads, wanted.filterReads, JSON.stringify(filter));
  }
});

Deno.test("a function in a filter is asked about each record once", async () => {
  using blob = await openDatasetAsync(new Blob([bytes]));
  const asked: number[] = [];
  const { records } = await selectRecordsAsync(blob, [
    { words: { prefix: "the words of 14" } },
    (index) => asked.push(index) > 0,
  ]);
  assert.deepEqual(asked, [...records]);
  assert.equal(asked.length, 11);
});

Deno.test("planBatchesAsync() plans what planBatches() does, and fetches columns once", async () => {
  using memory = openDataset(bytes);
  await using server = await startServer();
  using remote = await openDatasetAsync(server.serve("/a.afd", bytes));
  const options = {
    bucket: { of: "audio", maxSeconds: 8 },
    filter: { speaker: ["s1", "s2"] },
    shuffle: { seed: 4 },
  };
  const plan = await planBatchesAsync(options, remote);
  assert.deepEqual(batchesOf(plan), batchesOf(planBatches(options, memory)));
  const { length } = server.log;
  await planBatchesAsync({ ...options, shuffle: { seed: 5 } }, remote);
  assert.equal(server.log.length, length);
});

function batchesOf(plan: Awaited<ReturnType<typeof planBatchesAsync>>): number[][] {
  const indices = new Uint32Array(plan.maxBatchSize);
  return Array.from(
    { length: plan.batchCount },
    (_, batch) => [...indices.subarray(0, plan.batch(batch, indices))],
  );
}

Deno.test("a loader that must wait says how many batches there are when it is ready", async () => {
  using blob = await openDatasetAsync(new Blob([bytes]));
  const options = { batchSize: 16, filter: { speaker: "s1" }, shuffle: { seed: 1 } };
  await using loader = blob.batches(options);
  assert.throws(() => loader.batchCount, { code: "must-wait" });
  assert.equal((await loader.ready()).batchCount, 2);
  assert.equal(loader.recordCount, 22);
  const epoch = await loader.epoch(1).ready();
  assert.equal(epoch.batchCount, 2);
  for await (using batch of epoch) assert.ok(batch.indices.length > 0);
  assert.equal(epoch.state().consumed, 22);
});

Deno.test("errors of planning come when the loader is waited for, and it is closed then", async () => {
  using blob = await openDatasetAsync(new Blob([bytes]));
  const none = blob.batches({ batchSize: 4, filter: { speaker: "nobody" } });
  await assert.rejects(none.ready(), { code: "empty-filter" });
  await assert.rejects(none[Symbol.asyncIterator]().next(), { code: "empty-filter" });
  const wrong = { batchSize: 4, filter: { nothing: 1 } } as unknown as LoaderOptions;
  await assert.rejects(blob.batches(wrong).ready(), { code: "no-such-field" });
  await using closed = blob.batches({ batchSize: 4 });
  closed.close();
  await assert.rejects(closed[Symbol.asyncIterator]().next(), { code: "closed" });
});

Deno.test("an epoch goes on from the state of one of a dataset in memory", async () => {
  using memory = openDataset(bytes);
  using blob = await openDatasetAsync(new Blob([bytes]));
  const options = { batchSize: 16, fields: ["score"], shuffle: { seed: 8 } } as const;
  const state = await stateAfter(memory, 4);
  assert.deepEqual(
    await epochOf(blob, { ...options, state }),
    (await epochOf(memory, options)).slice(4),
  );

  async function stateAfter(dataset: DatasetReader, batches: number) {
    await using loader = dataset.batches(options);
    let seen = 0;
    for await (using _batch of loader) if (++seen === batches) break;
    return loader.state();
  }
});

Deno.test("damaged records of a Blob and a URL are left out as those of a file are", async () => {
  const damaged = bytes.slice();
  // Blocks that hold several records, audio and words of each.
  for (const position of [200_000, 700_123, 701_000]) damaged[position]! ^= 4;
  const options: LoaderOptions = { batchSize: 16, shuffle: { seed: 2 }, onDamaged: "skip" };
  const leftOut = async (dataset: DatasetReader) => {
    await using loader = dataset.batches(options);
    const seen: number[] = [];
    for await (using batch of loader) seen.push(...batch.indices);
    return { seen, skipped: loader.skipped.map(({ record, code }) => `${record} ${code}`).sort() };
  };
  using memory = openDataset(damaged);
  const wanted = await leftOut(memory);
  assert.ok(wanted.skipped.length > 5 && wanted.seen.length > 50);
  using blob = await openDatasetAsync(new Blob([damaged]));
  assert.deepEqual(await leftOut(blob), wanted);
  await using server = await startServer();
  using remote = await openDatasetAsync(server.serve("/a.afd", damaged));
  assert.deepEqual(await leftOut(remote), wanted);
});
