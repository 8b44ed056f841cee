/** Making finished shards a dataset: the same bytes each time, and errors that name shards. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type AudiofieldError, datasetIdentity, openDataset } from "../../runtime/mod.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { canonicalJson, type DatasetIr, defineDataset, field } from "../../schema/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeShard, writeSharded } from "./_sharded.ts";

const { ir } = defineDataset("Small", {
  id: field.text({ means: "key" }),
  speaker: field.category(),
  text: field.text(),
});
const recordsOf = (ids: string, speakers: string) =>
  [...ids].map((id, at) => ({ id, speaker: speakers[at]!, text: `text of ${id}` }));
const parts = [recordsOf("abc", "pop"), recordsOf("", ""), recordsOf("dog", "tot")];

function write(folder: string, given: DatasetIr, name: number, ids: string): string {
  return writeShard(folder, { ir: given, number: name, records: recordsOf(ids, ids) });
}

Deno.test("finishing twice, in two places, gives the same bytes", () => {
  using one = new TestFolder();
  using other = new TestFolder();
  const { json, identity, shards, records } = writeSharded(one.path, ir, parts);
  writeSharded(other.path, ir, parts);
  finishShards(other.path, { shards });
  for (const name of ["dataset.json", "index/tables.afd", ...shards]) {
    assert.deepEqual(Deno.readFileSync(one.file(name)), Deno.readFileSync(other.file(name)), name);
  }
  assert.equal(records, 6);
  const text = new TextDecoder().decode(json);
  assert.equal(canonicalJson(JSON.parse(text)), text);
  assert.ok(!text.includes(one.path));
  const { fingerprint, shards: listed } = readDatasetJson(one.path);
  assert.equal(datasetIdentity(fingerprint, listed), identity);
  using dataset = openDataset(one.path);
  assert.equal(dataset.file.identity, identity);
  assert.deepEqual(dataset.file.shards.map(({ firstRecord }) => firstRecord), [0, 3, 3]);
});

Deno.test("categories have the dataset's numbers, by first appearance over the list of shards", () => {
  using folder = new TestFolder();
  const { shards } = writeSharded(folder.path, ir, parts);
  const numbers = (path: string) => {
    using dataset = openDataset(path);
    const speaker = dataset.field("speaker");
    return Array.from({ length: dataset.recordCount }, (_, at) => speaker.metadata(at)["number"]);
  };
  assert.deepEqual(numbers(folder.path), [0, 1, 0, 2, 1, 2]);
  assert.deepEqual(numbers(folder.file(shards[2]!)), [0, 1, 0]);
});

Deno.test("a key in two shards is an error that names both shards and both records", () => {
  using folder = new TestFolder();
  const error = errorOf(() =>
    writeSharded(folder.path, ir, [recordsOf("abc", "xxx"), recordsOf("dbe", "xxx")])
  ) as AudiofieldError;
  assert.equal(error.code, "duplicate-key");
  assert.match(
    error.message,
    /record 1 of ".*shards\/000000-\w+\.afd" and record 1 of ".*shards\/000001-\w+\.afd" have the key "b"/,
  );
  assert.equal(error.record, 4);
  assert.equal(error.found, 1);
  assert.throws(() => Deno.statSync(folder.file("dataset.json")), Deno.errors.NotFound);
  assert.deepEqual([...Deno.readDirSync(folder.file("index"))], []);
});

Deno.test("a shard of another schema, a foreign file, and wrong names are refused", () => {
  using folder = new TestFolder();
  const wider = defineDataset("Small", {
    id: field.text({ means: "key" }),
    speaker: field.category(),
    text: field.text({ default: "" }),
  });
  const shard = write(folder.path, ir, 0, "ab");
  const other = write(folder.path, wider.ir, 1, "cd");
  Deno.writeTextFileSync(folder.file("shards/foreign.afd"), "x".repeat(200));
  const codeOf = (...shards: string[]) => {
    const error = errorOf(() => finishShards(folder.path, { shards })) as AudiofieldError;
    return error.code;
  };
  assert.equal(codeOf(shard, other), "other-schema");
  assert.equal(codeOf(shard, "shards/foreign.afd"), "not-an-afd-file");
  assert.equal(codeOf(shard, "shards/absent.afd"), "not-found");
  assert.equal(codeOf(), "no-shards");
  for (const name of ["../a.afd", "/a.afd", "shards//a.afd", "shards\\a.afd", "c:a.afd", "."]) {
    assert.equal(codeOf(name), "invalid-path", name);
  }
  assert.equal(codeOf(shard, shard), "invalid-path");
});

Deno.test("what dataset.json said before is kept; splits only while its shards come first", () => {
  using folder = new TestFolder();
  const first = write(folder.path, ir, 0, "ab");
  finishShards(folder.path, { shards: [first], licence: "CC0-1.0", datasetVersion: "1.0" });
  const splits = { train: { records: 2, ranges: [[0, 2]] } };
  const previous = { ...readDatasetJson(folder.path).json, splits, "x-mine": [1] };
  const second = write(folder.path, ir, 1, "cd");
  finishShards(folder.path, { shards: [first, second], previous, datasetVersion: "1.1" });
  const { json } = readDatasetJson(folder.path);
  assert.deepEqual(
    [json["licence"], json["datasetVersion"], json["splits"], json["x-mine"], json["records"]],
    ["CC0-1.0", "1.1", splits, [1], 4],
  );
  finishShards(folder.path, { shards: [second, first], previous });
  assert.equal(readDatasetJson(folder.path).json["splits"], undefined);
  using dataset = openDataset(join(folder.path, "dataset.json"));
  assert.equal(dataset.byKey("a"), 2);
});

Deno.test("a damaged shard can't become part of a dataset", () => {
  using folder = new TestFolder();
  const name = write(folder.path, ir, 0, "abcdefgh");
  const bytes = Deno.readFileSync(folder.file(name));
  const { tableOffset } = (() => {
    using dataset = openDataset(bytes);
    return dataset.file.entry(1);
  })();
  bytes[tableOffset] = 77;
  Deno.writeFileSync(folder.file(name), bytes);
  const error = errorOf(() => finishShards(folder.path, { shards: [name] })) as AudiofieldError;
  assert.equal(error.code, "checksum");
  assert.match(error.message, /000000/);
});
