/** One dataset of a folder replaced by the next: whoever has either open can read it at every moment. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { replaceDataset } from "../../runtime/shards/finish/replace_dataset.ts";
import { openSource } from "../../runtime/shards/open_source.ts";
import { AfdFile } from "../../runtime/container/afd_file.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { bytesBelow } from "./_corpus.ts";

const { ir } = defineDataset("Numbers", { value: field.uint16(), text: field.text() });

/** A folder with shards of three records each, all finished. */
function folderOf(folder: TestFolder, shards: number): string[] {
  Deno.mkdirSync(folder.file("shards"), { recursive: true });
  const names = Array.from({ length: shards }, (_, shard) => `shards/${shard}.afd`);
  for (const [shard, name] of names.entries()) {
    using writer = createDatasetWriter(folder.file(name), { ir, overwrite: true });
    for (let at = 0; at < 3; at++) writer.append({ value: 3 * shard + at, text: `text ${at}` });
    writer.finish();
  }
  return names;
}

function values(folder: string): unknown[] {
  using dataset = openDataset(folder);
  return Array.from({ length: dataset.recordCount }, (_, at) => dataset.toRecord(at)["value"]);
}

const upTo = (end: number) => Array.from({ length: end }, (_, value) => value);

/** The states of a folder after each step of an append, made by copying what the step would change. */
function states(folder: TestFolder, names: readonly string[]): (() => void)[] {
  const json = (path: string) => folder.file(path);
  const read = (path: string) => Deno.readFileSync(json(path));
  finishShards(folder.path, { shards: names.slice(0, 1) });
  const old = { index: read("index/tables.afd"), json: read("dataset.json") };
  const { identity: next } = finishShards(folder.path, { shards: names });
  const done = { index: read("index/tables.afd"), json: read("dataset.json") };
  const [kept] = [...Deno.readDirSync(folder.file("index"))].map(({ name }) => name)
    .filter((name) => name.startsWith("dataset-"));
  const before = kept!.slice("dataset-".length, -".json".length);
  const write = (files: Record<string, Uint8Array>) => () => {
    Deno.removeSync(folder.file("index"), { recursive: true });
    Deno.mkdirSync(folder.file("index"));
    for (const [name, bytes] of Object.entries(files)) Deno.writeFileSync(folder.file(name), bytes);
  };
  const nextIndex = { [`index/tables-${next.slice(0, 8)}.afd`]: done.index };
  const oldIndex = { [`index/tables-${before}.afd`]: old.index };
  const oldJson = { [`index/dataset-${before}.json`]: old.json };
  return [
    write({ "index/tables.afd": old.index, "dataset.json": old.json, ...nextIndex }),
    write({ "index/tables.afd": old.index, "dataset.json": old.json, ...nextIndex, ...oldJson }),
    write({ "index/tables.afd": old.index, "dataset.json": done.json, ...nextIndex, ...oldJson }),
    write({ "dataset.json": done.json, ...nextIndex, ...oldIndex, ...oldJson }),
    write({ "index/tables.afd": done.index, "dataset.json": done.json, ...oldIndex, ...oldJson }),
  ];
}

Deno.test("at each step of an append, a folder holds the old dataset or the new one", () => {
  using folder = new TestFolder();
  const names = folderOf(folder, 3);
  const steps = states(folder, names);
  assert.equal(steps.length, 5);
  for (const [at, step] of steps.entries()) {
    step();
    assert.deepEqual(values(folder.path), upTo(at < 2 ? 3 : 9), `step ${at}`);
    // A crash here, and the append again.
    finishShards(folder.path, { shards: names });
    assert.deepEqual(values(folder.path), upTo(9), `step ${at}, done again`);
  }
});

Deno.test("finishing again after a crash leaves what an undisturbed append leaves", () => {
  using folder = new TestFolder();
  const names = folderOf(folder, 3);
  const steps = states(folder, names);
  steps.at(-1)!();
  const wanted = bytesBelow(folder.path);
  for (const step of steps) {
    step();
    finishShards(folder.path, { shards: names });
    assert.deepEqual(bytesBelow(folder.path), wanted);
  }
});

for (const storage of ["mapped", "positioned"] as const) {
  Deno.test(`a ${storage} reader keeps the dataset before an append, and so do its workers`, async () => {
    using folder = new TestFolder();
    const names = folderOf(folder, 3);
    finishShards(folder.path, { shards: names.slice(0, 2) });
    using dataset = openDataset(folder.path, { storage, mappedShards: 1 });
    finishShards(folder.path, { shards: names });
    const seen: number[] = [];
    for await (using batch of dataset.batches({ batchSize: 2, workers: 2 })) {
      seen.push(...batch.indices);
    }
    assert.deepEqual(seen, upTo(6));
    assert.deepEqual(upTo(6).map((at) => dataset.toRecord(at)["value"]), upTo(6));
    assert.deepEqual(values(folder.path), upTo(9));
  });
}

Deno.test("the dataset before can be opened by its identity, those before that are gone", () => {
  using folder = new TestFolder();
  const names = folderOf(folder, 4);
  const identities = [1, 2, 3, 4].map((count) =>
    finishShards(folder.path, { shards: names.slice(0, count) }).identity
  );
  const open = (identity: string) => {
    using file = new AfdFile(openSource(folder.path, "positioned", { identity }));
    return [file.recordCount, file.identity === identity];
  };
  assert.deepEqual(open(identities[3]!), [12, true]);
  assert.deepEqual(open(identities[2]!), [9, true]);
  assert.deepEqual(open(identities[1]!), [12, false]);
  assert.equal([...Deno.readDirSync(folder.file("index"))].length, 3);
});

Deno.test("an error while the next index is written leaves the dataset as it was", () => {
  using folder = new TestFolder();
  const names = folderOf(folder, 2);
  finishShards(folder.path, { shards: names });
  const before = bytesBelow(folder.path);
  const failure = new Error("the disk is full");
  const { json } = readDatasetJson(folder.path);
  assert.throws(() =>
    replaceDataset(folder.path, {
      identity: "0".repeat(64),
      json: new TextEncoder().encode(JSON.stringify(json)),
      writeIndex() {
        throw failure;
      },
    }), failure);
  assert.deepEqual(bytesBelow(folder.path), before);
});
