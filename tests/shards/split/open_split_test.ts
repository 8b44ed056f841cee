/** Datasets opened by a split: batches, filters and commands choose from its records alone. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  openDataset,
  type OpenOptions,
  planBatches,
  selectRecords,
  splitRecords,
  verifyFile,
} from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { splitDataset } from "../../../shards/split/split_dataset.ts";
import { TestFolder } from "../../_test_folder.ts";
import { partsOf, type Values, writeSharded } from "../_sharded.ts";

const Speech = defineDataset("Speech", {
  id: field.text({ means: "key" }),
  age: field.uint8(),
});

const parts = [{ name: "train", share: 80 }, { name: "test", share: 20 }];
const records: Values[] = Array.from({ length: 300 }, (_, at) => ({ id: `c${at}`, age: at % 90 }));

function splitFolder(folder: TestFolder): string {
  const path = folder.file("speech");
  Deno.mkdirSync(path);
  writeSharded(path, Speech.ir, partsOf(records, [100, 220]));
  splitDataset(path, { parts, seed: 1 });
  return path;
}

async function loaded(path: string, options: OpenOptions, workers = 0): Promise<number[]> {
  using dataset = openDataset(path, options);
  const seen: number[] = [];
  const epoch = dataset.batches({ batchSize: 16, fields: ["age"], workers, shuffle: { seed: 3 } });
  for await (using batch of epoch) seen.push(...batch.indices);
  return seen.sort((one, other) => one - other);
}

Deno.test("batches, with workers and without, are of the split that was opened", async () => {
  using folder = new TestFolder();
  const path = splitFolder(folder);
  using all = openDataset(path);
  const train = splitRecords(all, "train");
  const test = splitRecords(all, "test");
  assert.ok(train.length > 200 && test.length > 30);
  assert.deepEqual([...train, ...test].sort((a, b) => a - b), records.map((_, at) => at));
  for (const workers of [0, 2]) {
    assert.deepEqual(await loaded(path, { split: "train" }, workers), [...train]);
  }
  assert.deepEqual(await loaded(path, { split: "test", storage: "positioned" }, 1), [...test]);
  using opened = openDataset(path, { split: "test" });
  // Records keep their numbers.
  assert.equal(opened.recordCount, 300);
  assert.deepEqual(opened.toRecord(299), all.toRecord(299));
  assert.deepEqual(selectRecords(opened, []).records, test);
  const young = selectRecords(opened, { age: { below: 50 } }).records;
  assert.deepEqual([...young], [...test].filter((record) => record % 90 < 50));
  // Another split isn't cut by the one that was opened.
  assert.deepEqual(splitRecords(opened, "train"), train);
  assert.deepEqual(selectRecords(all, splitRecords(all, "test")).records, test);
});

Deno.test("a split that isn't there is an error that names those that are", () => {
  using folder = new TestFolder();
  const path = splitFolder(folder);
  const noSuch = { name: "UsageError", code: "no-such-split" };
  for (const split of ["dev", "", "toString", "__proto__"]) {
    assert.throws(
      () => openDataset(path, { split }),
      { ...noSuch, message: /its splits are test, train/ },
    );
  }
  using opened = openDataset(path);
  assert.throws(() => splitRecords(opened, "dev"), noSuch);
  assert.throws(() => openDataset(path, { split: 3 as never }), { code: "invalid-option" });
  using single = openDataset(join(path, firstShard(path)));
  assert.throws(() => splitRecords(single, "train"), { ...noSuch, message: /no splits/ });
});

Deno.test("without splits in dataset.json, the field that means split says it", async () => {
  using folder = new TestFolder();
  const kinds = {
    text: field.text({ means: "split" }),
    category: field.category({ means: "split" }),
    number: field.int64({ means: "split" }),
  };
  for (const [name, part] of Object.entries(kinds)) {
    const path = folder.file(name);
    Deno.mkdirSync(path);
    const { ir } = defineDataset("Parts", { part, age: field.uint8() });
    const [train, test] = name === "number" ? [0n, 1n] : ["train", "test"];
    const values = Array.from({ length: 40 }, (_, at) => ({
      part: at % 4 === 0 ? test : train,
      age: at,
    }));
    writeSharded(path, ir, partsOf(values, [15]));
    const split = String(test);
    const wanted = Array.from({ length: 10 }, (_, at) => at * 4);
    assert.deepEqual(await loaded(path, { split }), wanted, name);
    using opened = openDataset(path, { split });
    assert.deepEqual([...splitRecords(opened, split)], wanted);
    assert.deepEqual([...selectRecords(opened, { age: { min: 20 } }).records], wanted.slice(5));
    if (name === "number") {
      assert.throws(() => splitRecords(opened, "train"), { code: "no-such-split" });
    } else {
      using other = openDataset(path, { split: "dev" });
      assert.throws(() => planBatches({ batchSize: 4 }, other), { code: "empty-filter" });
    }
  }
});

Deno.test("a split that dataset.json has changed is refused when it is read", () => {
  using folder = new TestFolder();
  const path = splitFolder(folder);
  const file = join(path, "dataset.json");
  const json = JSON.parse(Deno.readTextFileSync(file));
  json.splits.train.ranges[0] = [0, 301];
  Deno.writeTextFileSync(file, JSON.stringify(json));
  using opened = openDataset(path, { split: "train" });
  assert.throws(() => planBatches({ batchSize: 4 }, opened), {
    name: "IntegrityError",
    code: "split",
  });
});

function firstShard(path: string): string {
  return JSON.parse(Deno.readTextFileSync(join(path, "dataset.json"))).shards.file[0];
}

Deno.test("verify finds splits, totals and provenance that dataset.json has changed", () => {
  using folder = new TestFolder();
  const path = splitFolder(folder);
  const file = join(path, "dataset.json");
  const sound = Deno.readTextFileSync(file);
  assert.ok(verifyFile(path).ok);
  const changes: [string, string, (json: JsonOfDataset) => void][] = [
    ["split", "dataset.json", ({ splits }) => splits["test"]!.ranges.reverse()],
    ["split", "dataset.json", ({ splits }) => splits["train"]!.records--],
    [
      "not-found",
      "splits/test-01234567.u32",
      ({ splits }) =>
        splits["test"] = { records: 3, file: "splits/test-01234567.u32", sha256: "" } as never,
    ],
    ["dataset-fields", "dataset.json", ({ fields }) => fields["id"]!["totalBytes"]![1]!++],
    ["dataset-fields", "dataset.json", ({ fields }) => delete fields["age"]],
    ["dataset-provenance", "dataset.json", (json) => json.provenance = { id: {} }],
  ];
  for (const [code, where, change] of changes) {
    const json = JSON.parse(sound);
    change(json);
    Deno.writeTextFileSync(file, JSON.stringify(json));
    const { damaged } = verifyFile(path);
    assert.deepEqual(damaged, [{ record: null, field: null, code, file: where }]);
  }
});

interface JsonOfDataset {
  splits: Record<string, { records: number; ranges: [number, number][] }>;
  fields: Record<string, Record<string, number[]>>;
  provenance: object;
}
