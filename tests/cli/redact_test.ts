/** `redact`: what it says, what it exits with, and folders that were packed by `pack`. */
import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

Deno.test("redact removes what a list names from a packed folder, which can be appended to", async () => {
  using workspace = new Workspace();
  workspace.writeSchema('id: field.text({ means: "key" }), audio: field.waveform()');
  for (let clip = 10; clip < 22; clip++) {
    workspace.write(`${clip < 20 ? "clips" : "more"}/secret${clip}.wav`, wavOf(noise(3000, clip)));
  }
  const pack = ["pack", "speech.schema.ts", "clips", "dir/", "--shard-records", "4", "--quiet"];
  assert.equal((await workspace.run(pack)).code, 0);
  workspace.write("drop.jsonl", '{"key": "secret13"}\n{"key": "unknown"}\n');
  const args = ["redact", "dir", "--drop", "drop.jsonl", "--reason", "asked to"];
  const first = await workspace.run(args);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /^Removed 1 record from "dir", in 1 shard\n {2}scanned all files: /);
  assert.match(first.stderr, /1 of the 2 keys of "drop\.jsonl" isn't in "dir"/);
  const texts = await workspace.runBash("grep -rl secret13 dir; ls dir/plan");
  assert.equal(texts.stdout, "lock\n");
  assert.equal((await workspace.run(args)).code, 2);
  const more = ["pack", "speech.schema.ts", "more", "dir/", "--append", "--quiet"];
  assert.equal((await workspace.run(more)).code, 0);
  assert.match((await workspace.run(["verify", "dir"])).stdout, /^dir: sound\n {2}checked all 11 /);

  workspace.write("dir/copy.txt", '["secret12"]');
  workspace.write("drop.jsonl", '{"key": "secret12"}\n');
  const second = await workspace.run(args);
  assert.equal(second.code, 3);
  assert.match(second.stdout, /\n {2}still there: a key in copy\.txt, at 1\n/);
  const file = await workspace.run(["redact", "dir/shards/x.afd", ...args.slice(2)]);
  assert.match(file.stderr, /UsageError\/not-a-folder-dataset|FileError\/not-found/);
});
