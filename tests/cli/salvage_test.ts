/** `salvage`: what it says, what it lists, and what it exits with. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Workspace } from "./_workspace.ts";

const Speech = defineDataset("Speech", { id: field.text({ means: "key" }), blob: field.bytes() });

function withFile(): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema('id: field.text({ means: "key" }), blob: field.bytes()');
  using writer = createDatasetWriter(workspace.path("a.afd"), { ir: Speech.ir });
  for (let record = 0; record < 20; record++) {
    writer.append({ id: `clip ${record}`, blob: new Uint8Array(30_000).fill(record) });
  }
  writer.finish();
  return workspace;
}

Deno.test("salvage says how many records were lost, and its report is a list of them", async () => {
  using workspace = withFile();
  const bytes = workspace.read("a.afd");
  bytes[310_000]! ^= 4;
  workspace.write("bad.afd", bytes);
  const args = ["salvage", "bad.afd", "out.afd", "--report", "lost.jsonl"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0);
  assert.match(stdout, /^Salvaged 1\d of 20 records into "out\.afd"\n/);
  assert.match(stderr, /^warning: \d records were lost\n$/);
  const [header, ...lines] = workspace.readText("lost.jsonl").trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  using damaged = openDataset(workspace.path("bad.afd"));
  assert.equal(header.dataset, damaged.file.identity);
  assert.equal(lines[0].key, `clip ${lines[0].record}`);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
  // The report is a list: without these records, the sound file is what was salvaged.
  const subset = ["subset", "a.afd", "few.afd", "--drop", "lost.jsonl"];
  assert.equal((await workspace.run(subset)).code, 0);
  assert.deepEqual(workspace.read("few.afd"), workspace.read("out.afd"));
});

Deno.test("salvage needs the schema where the end is gone, and leaves nothing if all is lost", async () => {
  using workspace = withFile();
  const bytes = workspace.read("a.afd");
  workspace.write("cut.afd", bytes.subarray(0, bytes.length - 100));
  workspace.write("half.afd", bytes.subarray(0, bytes.length >> 1));
  const first = await workspace.run(["salvage", "cut.afd", "out.afd"]);
  assert.equal(first.code, 1);
  assert.match(first.stderr, /FormatError\/tables-unknown\].*pass --schema/);
  const args = ["salvage", "cut.afd", "out.afd", "--schema", "speech.schema.ts", "--json"];
  const second = await workspace.run(args);
  const { kept, lost, files } = JSON.parse(second.stdout);
  assert.deepEqual([second.code, kept, lost, files.length], [0, 20, 0, 1]);
  assert.match(second.stderr, /^warning: Cannot open "cut\.afd": it has/);
  assert.deepEqual(workspace.read("out.afd"), bytes);
  const third = await workspace.run(["salvage", "half.afd", "no.afd", "--schema", args[4]!]);
  assert.equal(third.code, 1);
  assert.match(third.stderr, /the checksums of its blocks, are gone too; --streams DIR saves/);
  assert.ok(!workspace.list().includes("no.afd"));
  const streams = await workspace.run(["salvage", "half.afd", "no.afd", "--streams", "found"]);
  assert.equal(streams.code, 0);
  assert.equal(streams.stdout, 'Found 0 complete FLAC or Ogg streams, saved in "found"\n');
  assert.match(streams.stderr, /^warning: Cannot salvage "half\.afd": its end is damaged/);
});
