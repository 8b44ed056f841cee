/** Epochs over a folder of shards are those over one file of the same records. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { type LoaderOptions, openDataset, type OpenOptions } from "../../runtime/mod.ts";
import { EveryKind, everyRecords } from "../loader/_every_kind.ts";
import { TestFolder } from "../_test_folder.ts";
import { assertSameRecords, epochOf } from "./_same.ts";
import { partsOf, writeOne, writeSharded } from "./_sharded.ts";

const count = 23;
const folder = new TestFolder();
const path = folder.file("one.afd");
const sharded = folder.file("sharded");

Deno.test.beforeAll(() => {
  const records = everyRecords(count);
  writeOne(path, EveryKind.ir, records);
  writeSharded(sharded, EveryKind.ir, partsOf(records, [3, 3, 9, 10, 17]));
});
Deno.test.afterAll(() => folder[Symbol.dispose]());

/** All fields. Rows of chunks have the length of one chunk, unless a longer one is asked for. */
const everyKind = Object.fromEntries(
  EveryKind.ir.fields.map(({ name }) => [
    name,
    name === "chunkedWaveform" ? { maxSamples: 2000 } : {},
  ]),
);

const epochs: Readonly<Record<string, LoaderOptions>> = {
  shuffled: { batchSize: 4, shuffle: { seed: 3 }, fields: everyKind },
  filtered: {
    batchSize: 4,
    shuffle: { seed: 4 },
    fields: everyKind,
    filter: { text: { length: { min: 9 } }, uint32: { min: 3 } },
  },
  bucketed: {
    batchSize: 6,
    shuffle: { seed: 5 },
    bucket: { of: "waveform", maxPadding: 0.3 },
    fields: ["waveform", "text"],
  },
  cropped: {
    batchSize: 4,
    shuffle: { seed: 6 },
    fields: ["waveform", "flac", "int8"],
    window: { of: "waveform", samples: 64 },
  },
};

/** How the folder is opened; shards are lent to workers only where all may stay mapped. */
const ways: readonly OpenOptions[] = [
  { storage: "mapped" },
  { storage: "mapped", mappedShards: 2 },
  { storage: "positioned" },
];

for (const [name, options] of Object.entries(epochs)) {
  for (const workers of [0, 2]) {
    Deno.test(`a ${name} epoch with ${workers} workers`, async () => {
      using wanted = openDataset(path);
      const expected = await epochOf(wanted, options);
      assert.ok(expected.length > 1);
      for (const way of ways) {
        using found = openDataset(sharded, way);
        assert.deepEqual(
          await epochOf(found, { ...options, workers }),
          expected,
          JSON.stringify(way),
        );
      }
    });
  }
}

Deno.test("a range is lent only if all shards may stay mapped, and is given back", () => {
  const loans = [6, 5].map((mappedShards) => {
    using found = openDataset(sharded, { storage: "mapped", mappedShards });
    const loan = found.file.storage.lend?.();
    loan?.giveBack();
    return loan !== undefined;
  });
  assert.deepEqual(loans, [true, false]);
});

Deno.test("every kind over shards, with two mapped at once", () => {
  using wanted = openDataset(path);
  for (const mappedShards of [1, 2, 1024]) {
    using found = openDataset(join(sharded, "dataset.json"), { mappedShards });
    assert.equal(found.file.name, dirname(join(sharded, "dataset.json")));
    assertSameRecords(found, wanted, [22, 0, 9, 10, 3, 3, 16, 17]);
  }
});

Deno.test("an epoch over shards is resumed from its state", async () => {
  using dataset = openDataset(sharded);
  const options = { batchSize: 4, shuffle: { seed: 8 }, fields: ["int32"] };
  const whole = await recordsOf(dataset.batches(options));
  const first = dataset.batches(options);
  const iterator = first[Symbol.asyncIterator]();
  using batch = (await iterator.next()).value!;
  const state = first.state();
  const begun = [...batch.indices];
  await iterator.return?.();
  using again = openDataset(sharded, { storage: "positioned" });
  const rest = await recordsOf(again.batches({ ...options, state, workers: 1 }));
  assert.deepEqual([...begun, ...rest], whole);
  using one = openDataset(path);
  assert.throws(() => one.batches({ ...options, state }), /a different dataset/);
});

async function recordsOf(
  batches: AsyncIterable<{ indices: Uint32Array } & Disposable>,
): Promise<number[]> {
  const records: number[] = [];
  for await (using batch of batches) records.push(...batch.indices);
  return records;
}
