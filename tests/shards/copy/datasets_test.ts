/** `concatDatasets` and `subsetDataset`, as the door has them. */
import assert from "node:assert/strict";
import { concatDatasets, subsetDataset } from "../../../doors/shards.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { TestFolder } from "../../_test_folder.ts";
import { writeOne } from "../_sharded.ts";

const { ir } = defineDataset("Small", { speaker: field.category(), count: field.uint32() });
const recordOf = (record: number) => ({ speaker: `s${record % 3}`, count: record });

Deno.test("datasets are put together and taken apart", () => {
  using folder = new TestFolder();
  const records = Array.from({ length: 9 }, (_, record) => recordOf(record));
  writeOne(folder.file("a.afd"), ir, records.slice(0, 4));
  writeOne(folder.file("b.afd"), ir, records.slice(4));
  writeOne(folder.file("all.afd"), ir, records);
  const sources = ["a.afd", "b.afd"].map((name) => folder.file(name));
  concatDatasets(sources, { path: folder.file("out"), shardSize: { records: 2 } });
  concatDatasets([folder.file("out")], { path: folder.file("one.afd") });
  const read = (name: string) => Deno.readFileSync(folder.file(name));
  assert.deepEqual(read("one.afd"), read("all.afd"));
  const target = { path: folder.file("few.afd") };
  assert.equal(subsetDataset(folder.file("out"), target, { speaker: "s1" }), 3);
  writeOne(folder.file("wanted.afd"), ir, records.filter(({ speaker }) => speaker === "s1"));
  assert.deepEqual(read("few.afd"), read("wanted.afd"));
});
