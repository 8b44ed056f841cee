/** `concat` and `subset`: copies of records, as files and as folders. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { type Outcome, Workspace } from "./_workspace.ts";

const Speech = defineDataset("Speech", {
  id: field.text({ means: "key" }),
  speaker: field.category({ means: "speaker" }),
  audio: field.waveform(),
});

/** Writes a file with the records from `first` up to but not including `end`. */
function write(workspace: Workspace, name: string, [first, end]: readonly [number, number]): void {
  using writer = createDatasetWriter(workspace.path(name), { ir: Speech.ir });
  for (let record = first; record < end; record++) {
    writer.append({
      id: `clip/${record}`,
      speaker: `s${record % 3}`,
      audio: { samples: new Int16Array(50 + record).fill(record), sampleRate: 16_000 },
    });
  }
  writer.finish();
}

function done({ code, stdout, stderr }: Outcome): string {
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

Deno.test("concat gives what packing everything gives, also by way of a folder", async () => {
  using workspace = new Workspace();
  write(workspace, "a.afd", [0, 12]);
  write(workspace, "b.afd", [12, 20]);
  write(workspace, "whole.afd", [0, 20]);
  const text = done(await workspace.run(["concat", "a.afd", "b.afd", "out.afd"]));
  assert.match(text, /^Copied 20 records of Speech from 2 datasets into "out\.afd"\n {2}size: /);
  assert.deepEqual(workspace.read("out.afd"), workspace.read("whole.afd"));
  const args = ["concat", "a.afd", "b.afd", "dir/", "--shard-records", "7", "--json"];
  const json = JSON.parse(done(await workspace.run(args)));
  assert.deepEqual([json.dataset, json.inputs, json.output, json.records], [
    "Speech",
    ["a.afd", "b.afd"],
    "dir/",
    20,
  ]);
  assert.equal(workspace.list("dir/shards").length, 3);
  done(await workspace.run(["verify", "dir"]));
  done(await workspace.run(["concat", "dir", "back.afd", "--quiet"]));
  assert.deepEqual(workspace.read("back.afd"), workspace.read("whole.afd"));
});

Deno.test("subset copies what filters and lists leave, and says which dataset it is from", async () => {
  using workspace = new Workspace();
  write(workspace, "a.afd", [0, 20]);
  workspace.write("drop.jsonl", '{"key": "clip/4"}\n');
  const choice = ["--where", "speaker=s1", "--drop", "drop.jsonl", "--records", ":10"];
  const text = done(await workspace.run(["subset", "a.afd", "few/", ...choice]));
  assert.match(text, /^Copied 2 of 20 records of Speech into "few\/"\n/);
  using few = openDataset(workspace.path("few"));
  assert.deepEqual([few.keyOf(0), few.keyOf(1)], ["clip/1", "clip/7"]);
  using all = openDataset(workspace.path("a.afd"));
  const { parent } = JSON.parse(workspace.readText("few/dataset.json"));
  assert.equal(parent, all.file.identity);
});

const refused: readonly (readonly [code: number, error: RegExp, commandLine: string])[] = [
  [2, /UsageError\/arguments\]: Cannot copy a subset of "a\.afd": nothing/, "subset a.afd o.afd"],
  [2, /Expected at least one dataset and the output/, "concat a.afd"],
  [2, /UsageError\/output-is-input\]/, "concat a.afd b.afd ./a.afd --overwrite"],
  [1, /FileError\/exists\]: Cannot write "b\.afd"/, "subset a.afd b.afd --records :3"],
  [2, /Cannot read --shard-bytes 5XB/, "concat a.afd out/ --shard-bytes 5XB"],
  [2, /Cannot read --shard-records 0/, "concat a.afd out/ --shard-records 0"],
  [2, /both say how large/, "concat a.afd out --shard-records 1 --shard-bytes 1kB"],
  [1, /FileError\/not-empty\]: Cannot write "\.\/"/, "concat a.afd b.afd ./"],
  [1, /FileError\/not-found\]/, "concat a.afd missing.afd out.afd"],
  [1, /ManifestError\/duplicate-key\]: Cannot copy record 0 of "b\.afd"/, "concat a.afd b.afd o/"],
  [2, /UsageError\/empty-filter\]/, "subset a.afd out.afd --where speaker=nobody"],
];

Deno.test("what can't be copied is refused, and nothing is left", async (t) => {
  using workspace = new Workspace();
  write(workspace, "a.afd", [0, 4]);
  write(workspace, "b.afd", [3, 6]);
  for (const [code, error, commandLine] of refused) {
    await t.step(commandLine, async () => {
      const outcome = await workspace.run(commandLine.split(" "));
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, error);
      assert.deepEqual(workspace.list(), ["a.afd", "b.afd"]);
    });
  }
});

Deno.test("a full disk leaves nothing of a copy, be it a file or a folder", async () => {
  using workspace = new Workspace();
  write(workspace, "a.afd", [0, 2000]);
  for (const output of ["out.afd", "out/"]) {
    const args = ["concat", "a.afd", output];
    const { code, stderr } = await workspace.runLimited(args, { fileKilobytes: 600 });
    assert.equal(code, 1);
    assert.match(stderr, /^error\[FileError\/no-space\]: Cannot write "out/);
    assert.doesNotMatch(stderr, /partial/);
    assert.deepEqual(workspace.list(), ["a.afd"]);
  }
});
