/** `split`: named parts of a folder, and what it refuses. */
import assert from "node:assert/strict";
import { defineDataset, field } from "../../schema/mod.ts";
import { writeOne, writeSharded } from "../shards/_sharded.ts";
import { Workspace } from "./_workspace.ts";

const Speech = defineDataset("Speech", {
  speaker: field.category({ means: "speaker" }),
  text: field.text(),
});

Deno.test("split says how large the parts are, and what it can't do", async () => {
  using workspace = new Workspace();
  const records = Array.from({ length: 60 }, (_, at) => ({ speaker: `s${at % 20}`, text: "" }));
  Deno.mkdirSync(workspace.path("dir"));
  writeSharded(workspace.path("dir"), Speech.ir, [records]);
  writeOne(workspace.path("a.afd"), Speech.ir, records);
  const split = (args: string) => workspace.run(["split", ...args.split(" ")]);
  const first = await split("dir --by speaker --ratio 80:20 --seed 3");
  assert.deepEqual([first.code, first.stderr], [0, ""]);
  assert.match(first.stdout, /^Split 60 records of "dir" by speaker\n {2}train: \d+ records, /);
  const json = JSON.parse((await split("dir --ratio 1:1:1 --overwrite --json")).stdout);
  assert.deepEqual(json.splits.map(({ name }: { name: string }) => name), [
    "train",
    "validation",
    "test",
  ]);
  const refused = [
    ["dir --ratio 1:1", 1, /FileError\/exists\].*\n.*found: test, train, validation/],
    ["a.afd --ratio 1:1", 2, /UsageError\/not-a-folder-dataset\]/],
    ["dir --ratio 90", 2, /Cannot read --ratio 90: expected shares such as 90:5:5/],
    ["dir --ratio 1:0", 2, /Cannot read --ratio 1:0/],
    ["dir --ratio 1:1 --names a,a", 2, /expected 2 different names/],
    ["dir --ratio 1:1 --names a/b,c", 2, /expected 2 different names/],
    ["dir --ratio 1:1:1:1", 2, /Cannot name 4 parts/],
    ["dir --ratio 1:1 --by words --overwrite", 2, /UsageError\/no-such-field\]/],
  ] as const;
  for (const [args, code, message] of refused) {
    const outcome = await split(args);
    assert.equal(outcome.code, code, args);
    assert.match(outcome.stderr, message);
  }
});

Deno.test("--split chooses by dataset.json, else by the field that means split", async () => {
  using workspace = new Workspace();
  const records = Array.from({ length: 60 }, (_, at) => ({ speaker: `s${at % 20}`, text: "" }));
  Deno.mkdirSync(workspace.path("dir"));
  writeSharded(workspace.path("dir"), Speech.ir, [records]);
  const run = (args: string) => workspace.run(args.split(" "));
  const { splits } = JSON.parse((await run("split dir --by speaker --ratio 80:20 --json")).stdout);
  const chosenOf = async (args: string) =>
    JSON.parse((await run(`inspect ${args} --json`)).stdout).chosen;
  for (const { name, records } of splits) {
    assert.equal(await chosenOf(`dir --split ${name}`), records);
  }
  const some = await run("subset dir some.afd --split test --records :0");
  assert.match(some.stderr, /UsageError\/empty-filter\]/);
  const missing = await run("inspect dir --split dev");
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /no-such-split\].*its splits are test, train/);
  const Parts = defineDataset("Parts", { part: field.category({ means: "split" }) });
  const parts = ["train", "test", "train"].map((part) => ({ part }));
  writeOne(workspace.path("parts.afd"), Parts.ir, parts);
  assert.equal(await chosenOf("parts.afd --split train"), 2);
  const none = await run("inspect parts.afd --split dev");
  assert.match(none.stderr, /none of 3 records is in the split "dev"/);
});
