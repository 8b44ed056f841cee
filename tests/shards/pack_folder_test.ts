/** `pack` to a folder of shards: the same bytes whoever packs, resumed, appended to, refused. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { openDataset } from "../../runtime/mod.ts";
import { type Outcome, Workspace } from "../cli/_workspace.ts";
import { bytesBelow, differences, schemaText, writeCorpus } from "./_corpus.ts";

const skip = ["--on-error", "skip", "--shard-records", "5"];

function workspace(): Workspace {
  const space = new Workspace();
  Deno.writeTextFileSync(space.path("c.schema.ts"), schemaText);
  return space;
}

function pack(space: Workspace, ...args: string[]): Promise<Outcome> {
  return space.run(["pack", "c.schema.ts", ...args]);
}

function listed(space: Workspace, folder: string): string[] {
  const json = JSON.parse(Deno.readTextFileSync(space.path(`${folder}/dataset.json`)));
  return json.shards.file;
}

Deno.test("a folder has the same bytes for every number of workers, and the records of one file", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 23, brokenEvery: 4 });
  const one = await pack(space, "in", "one/", ...skip, "--workers", "1", "--report", "one.jsonl");
  const two = await pack(space, "in", "two/", ...skip, "--workers", "2", "--report", "two.jsonl");
  assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
  assert.deepEqual(bytesBelow(space.path("two")), bytesBelow(space.path("one")));
  const report = Deno.readTextFileSync(space.path("one.jsonl"));
  assert.equal(Deno.readTextFileSync(space.path("two.jsonl")), report);

  await pack(space, "in", "whole.afd", "--on-error", "skip", "--report", "whole.jsonl");
  await space.run(["concat", "one", "joined.afd"]);
  const [whole, joined] = ["whole.afd", "joined.afd"].map((name) =>
    Deno.readFileSync(space.path(name))
  );
  assert.deepEqual(joined, whole);
  const known = (text: string) =>
    text.trim().split("\n").map((line) => {
      const { shard: _shard, index: _index, ...rest } = JSON.parse(line);
      return JSON.stringify(Object.entries(rest).sort());
    }).sort();
  assert.deepEqual(known(report), known(Deno.readTextFileSync(space.path("whole.jsonl"))));
  assert.match(one.stdout, /Packed 18 records/);
  assert.match(one.stdout, /skipped: 5 inputs/);
  assert.match(one.stdout, /left out: 1 file: 1 hidden/);
});

Deno.test("steps on several machines make the folder that pack makes", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 17, brokenEvery: 6 });
  await pack(space, "in", "one/", ...skip);
  const planned = await space.run(["shard", "plan", "c.schema.ts", "in", "steps", ...skip]);
  assert.match(planned.stdout, /Planned 4 shards \(0 to 3\) of 17 inputs/);
  const early = await space.run(["shard", "finish", "steps"]);
  assert.equal(early.code, 2);
  assert.match(early.stderr, /UsageError\/not-packed\]: Cannot finish "steps": 4 of its 4 shards/);
  await Promise.all([
    space.run(["shard", "pack", "steps", "--part", "1/2"]),
    space.run(["shard", "pack", "steps", "--workers", "1"]),
    space.run(["shard", "pack", "steps", "1:3"]),
  ]);
  const again = await space.run(["shard", "pack", "steps", "2"]);
  assert.match(again.stdout, /1 of them was already there/);
  for (const _time of [1, 2]) {
    assert.match((await space.run(["shard", "finish", "steps"])).stdout, /15 records, 4 shards/);
    assert.deepEqual(bytesBelow(space.path("steps")), bytesBelow(space.path("one")));
  }
});

Deno.test("--resume packs what is missing, and nothing else", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 17 });
  const packed = await pack(space, "in", "out/", ...skip);
  assert.equal(packed.code, 0, packed.stderr);
  const before = bytesBelow(space.path("out"));
  const [first, second] = listed(space, "out");
  const kept = Deno.statSync(space.path(`out/${first}`)).ino;
  for (const name of [second!, "dataset.json", "index/tables.afd"]) {
    Deno.removeSync(space.path(`out/${name}`));
  }
  const resumed = await pack(space, "in", "out/", ...skip, "--resume");
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.deepEqual(bytesBelow(space.path("out")), before);
  assert.equal(Deno.statSync(space.path(`out/${first}`)).ino, kept);
});

Deno.test("--resume names what was changed", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  await pack(space, "in", "out/", ...skip, "--hash");
  const resume = async (...more: string[]) => {
    const { code, stderr } = await pack(space, "in", "out/", ...skip, "--resume", ...more);
    assert.equal(code, 2);
    return stderr;
  };
  assert.match(await resume(), /plan-changed\].*--hash changed: it was true, and now is false/);
  assert.match(await resume("--hash", "--min-seconds", "1"), /the options changed/);
  const clip = space.path('in/speaker 0/2-say "hi".wav');
  const bytes = Deno.readFileSync(clip);
  bytes[50]! ^= 1;
  Deno.writeFileSync(clip, bytes);
  assert.match(
    await resume("--hash"),
    /say \\?"hi\\?"\.wav" changed since it was planned: its bytes differ/,
  );
  Deno.writeFileSync(clip, bytes.subarray(0, 90));
  assert.match(await resume("--hash"), /it had \d+ bytes, and now has 90/);
  Deno.removeSync(clip);
  assert.match(await resume("--hash"), /the list of inputs changed/);
});

Deno.test("an input that changes after planning is an input that can't be packed", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  await space.run(["shard", "plan", "c.schema.ts", "in", "out", ...skip]);
  Deno.writeTextFileSync(space.path("in/speaker 0/0-a b.txt"), "something else");
  Deno.removeSync(space.path("in/speaker 1/4-😀.wav"));
  const { code, stderr } = await space.run(["shard", "pack", "out"]);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /skipped\[FileError\/input-changed\].*0-a b\.txt".* changed since it was planned/,
  );
  assert.match(stderr, /skipped\[FileError\/input-changed\].*4-😀\.wav".* it is missing now/);
  assert.match((await space.run(["shard", "finish", "out"])).stdout, /5 records/);
});

Deno.test("--append adds shards, and finds keys that are there already", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  writeCorpus(space.path("more"), { clips: 6, prefix: "n" });
  await pack(space, "in", "out/", ...skip);
  const before = listed(space, "out");
  using reader = openDataset(space.path("out"));
  const appended = await pack(space, "more", "out/", ...skip, "--append");
  assert.equal(appended.code, 0, appended.stderr);
  const after = listed(space, "out");
  assert.deepEqual(after.slice(0, before.length), before);
  assert.match(after[before.length]!, /^shards\/000002-/);
  assert.equal(reader.recordCount, 7);
  using dataset = openDataset(space.path("out"));
  assert.equal(dataset.recordCount, 13);
  assert.equal(dataset.keyOf(12), "speaker 1/n5-\u00e9");

  const again = await pack(space, "more", "out/", ...skip, "--append");
  assert.equal(again.code, 2);
  assert.match(again.stderr, /existing-keys\].*already has 6 keys of these inputs: "speaker 0\/n0/);
  writeCorpus(space.path("more"), { clips: 7, prefix: "n" });
  const rest = await pack(space, "more", "out/", ...skip, "--append", "--skip-existing");
  assert.equal(rest.code, 0, rest.stderr);
  assert.match(rest.stdout, /left out: 7 files: 1 hidden, 6 existing-key|6 existing-key/);
  using all = openDataset(space.path("out"));
  assert.equal(all.recordCount, 14);
  assert.equal((await space.run(["verify", "out"])).code, 0);
});

Deno.test("an append that is complete may be resumed, and so may one that hadn't begun be repeated", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  writeCorpus(space.path("more"), { clips: 6, prefix: "n" });
  await pack(space, "in", "out/", ...skip);
  const early = await pack(space, "more", "out/", ...skip, "--resume");
  assert.equal(early.code, 2);
  assert.match(early.stderr, /plan-changed\].*that packing is complete: pass --append/);
  const sources = Deno.readTextFileSync(space.path("out/sources/000000.jsonl"));
  Deno.removeSync(space.path("out/plan/plan.json"));
  const without = await pack(space, "more", "out/", ...skip, "--resume");
  assert.equal(without.code, 2);
  assert.match(without.stderr, /UsageError\/nothing-to-resume\]: .* a dataset, but no plan/);
  assert.equal(Deno.readTextFileSync(space.path("out/sources/000000.jsonl")), sources);
  await pack(space, "more", "out/", ...skip, "--append");
  const done = bytesBelow(space.path("out"));
  const late = await pack(space, "more", "out/", ...skip, "--resume");
  assert.equal(late.code, 0, late.stderr);
  assert.deepEqual(bytesBelow(space.path("out")), done);
});

Deno.test("--overwrite replaces a dataset, and removes only its own files", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  writeCorpus(space.path("more"), { clips: 3, prefix: "n" });
  await pack(space, "in", "out/", ...skip);
  const before = listed(space, "out");
  Deno.writeTextFileSync(space.path("out/shards/notes.txt"), "mine");
  const { code, stderr } = await pack(space, "more", "out/", ...skip, "--overwrite");
  assert.equal(code, 0, stderr);
  const left = [...Deno.readDirSync(space.path("out/shards"))].map(({ name }) => name).sort();
  assert.deepEqual(left, [listed(space, "out")[0]!.slice("shards/".length), "notes.txt"]);
  assert.ok(before.every((name) => !left.includes(name.slice("shards/".length))));
  const sources = Deno.readTextFileSync(space.path("out/sources/000000.jsonl"));
  assert.match(sources, /"path":"speaker 0\/n0-a b\.wav"/);
  assert.deepEqual([...Deno.readDirSync(space.path("out/sources"))].length, 1);
  assert.equal((await space.run(["verify", "out"])).code, 0);
});

Deno.test("folders that hold something else are refused, and so are flags that don't fit", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 2 });
  Deno.mkdirSync(space.path("mine"));
  Deno.writeTextFileSync(space.path("mine/thesis.txt"), "");
  for (const flags of [[], ["--overwrite"], ["--resume"]]) {
    const foreign = await pack(space, "in", "mine/", ...skip, ...flags);
    assert.equal(foreign.code, 1);
    assert.match(foreign.stderr, /FileError\/not-a-dataset\]: Cannot pack into "mine\/"/);
  }
  assert.deepEqual([...Deno.readDirSync(space.path("mine"))].length, 1);
  const file = await pack(space, "in", "x.afd", "--resume");
  assert.equal(file.code, 2);
  assert.match(file.stderr, /Cannot use --resume with "x\.afd": it is a single file/);
  const nothing = await pack(space, "in", "new/", ...skip, "--append");
  assert.match(nothing.stderr, /UsageError\/nothing-to-append-to/);
  const both = await pack(space, "in", "new/", ...skip, "--append", "--overwrite");
  assert.match(both.stderr, /Cannot use --append with --overwrite/);
  await pack(space, "in", "out/", ...skip);
  const standing = await pack(space, "in", "out/", ...skip);
  assert.equal(standing.code, 1);
  assert.match(
    standing.stderr,
    /FileError\/exists\]: .* it holds a dataset already; pass --append/,
  );
});

Deno.test("an input that fails ends the command; finished shards stay, and a folder without any goes", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 12, brokenEvery: 12 });
  const strict = ["--shard-records", "5", "--workers", "2", "--report", "r.jsonl"];
  const { code, stderr } = await pack(space, "in", "out/", ...strict);
  assert.equal(code, 1);
  assert.match(stderr, /error\[AudioInputError\//);
  assert.equal([...Deno.readDirSync(space.path("out/shards"))].length, 2);
  const lines = Deno.readTextFileSync(space.path("r.jsonl")).trim().split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(lines.filter(({ status }) => status === "packed").length, 10);
  assert.deepEqual(lines.at(-1).status, "failed");
  assert.match(lines.at(-1).source, /11-/);
  Deno.mkdirSync(space.path("empty"));
  assert.equal((await pack(space, "empty", "nothing/", ...skip)).code, 1);
  assert.throws(() => Deno.statSync(space.path("nothing")), Deno.errors.NotFound);
});

Deno.test("a plan that is refused leaves the one before, and finishing leaves no empty folder", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  await pack(space, "in", "out/", ...skip);
  const before = bytesBelow(space.path("out"));
  assert.ok(!existsSync(space.path("out/plan/sources")));
  const refused = await pack(space, "in", "out/", "--append", ...skip);
  assert.match(refused.stderr, /UsageError\/existing-keys/);
  assert.deepEqual(bytesBelow(space.path("out")), before);
  const { code, stderr } = await pack(space, "in", "out/", "--resume", ...skip);
  assert.equal(code, 0, stderr);
  assert.deepEqual(bytesBelow(space.path("out")), before);
});

Deno.test("a new plan that was complete takes the place of the one before, wherever it was stopped", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  writeCorpus(space.path("more"), { clips: 6, prefix: "n" });
  await pack(space, "in", "base/", ...skip);
  const out = space.path("out");
  const begin = () => {
    rmSync(out, { recursive: true, force: true });
    cpSync(space.path("base"), out, { recursive: true });
  };
  begin();
  await pack(space, "more", "out/", "--append", ...skip);
  const after = bytesBelow(out);
  // What planning writes, and the order in which it takes the place of the old plan.
  const steps = ["plan.json", "inputs", "left-out.jsonl"];
  for (let done = 0; done <= steps.length; done++) {
    begin();
    await space.run(["shard", "plan", "c.schema.ts", "more", "out", "--append", ...skip]);
    mkdirSync(`${out}/plan/next`);
    for (const name of steps) renameSync(`${out}/plan/${name}`, `${out}/plan/next/${name}`);
    cpSync(space.path("base/plan"), `${out}/plan`, { recursive: true });
    steps.slice(0, done).forEach((name, at) => {
      rmSync(`${out}/plan/${name}`, { recursive: true });
      if (at > 0) renameSync(`${out}/plan/next/${name}`, `${out}/plan/${name}`);
    });
    const { code, stderr } = await pack(space, "more", "out/", "--resume", ...skip);
    assert.equal(code, 0, stderr);
    assert.deepEqual(bytesBelow(out), after);
  }
});

Deno.test("a dataset.json that can't be read is made anew from the plan", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 7 });
  writeCorpus(space.path("more"), { clips: 2, prefix: "n" });
  await pack(space, "in", "out/", ...skip);
  const path = space.path("out/dataset.json");
  const text = Deno.readTextFileSync(path);
  const { version: _, ...json } = JSON.parse(text);
  for (const damaged of ["", text.slice(0, 200), JSON.stringify(json)]) {
    Deno.writeTextFileSync(path, damaged);
    const { code, stderr } = await space.run(["shard", "finish", "out"]);
    assert.equal(code, 0, stderr);
    assert.equal(Deno.readTextFileSync(path), text);
  }
  Deno.writeTextFileSync(path, text.replace('"version":[1,0]', '"version":[2,0]'));
  const later = await space.run(["shard", "finish", "out"]);
  assert.match(later.stderr, /FormatError\/version.*update audiofield/);

  // Only the old one says what an append began with.
  Deno.writeTextFileSync(path, text);
  await pack(space, "more", "out/", "--append", ...skip);
  Deno.writeTextFileSync(path, "{}");
  const appended = await space.run(["shard", "finish", "out"]);
  assert.match(appended.stderr, /FormatError\/dataset-json.*copy it again/);
});

Deno.test("splits stay where a dataset is finished again", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 9 });
  await pack(space, "in", "out/", ...skip);
  await space.run(["split", "out", "--ratio", "50:50"]);
  const before = bytesBelow(space.path("out"));
  await space.run(["shard", "finish", "out"]);
  assert.deepEqual(bytesBelow(space.path("out")), before);
});

Deno.test("what a killed process left next to a shard that it had completed is removed", async () => {
  using space = workspace();
  writeCorpus(space.path("in"), { clips: 3 });
  await pack(space, "in", "out/", ...skip);
  const before = bytesBelow(space.path("out"));
  const [shard] = listed(space, "out");
  const host = Deno.hostname().replaceAll(/[^A-Za-z0-9_.-]/g, "_");
  Deno.linkSync(
    space.path(`out/${shard}`),
    space.path(`out/shards/.audiofield-${host}-1-abc.locked.partial`),
  );
  const { code, stderr } = await pack(space, "in", "out/", "--resume", ...skip);
  assert.equal(code, 0, stderr);
  assert.deepEqual(differences(bytesBelow(space.path("out")), before), []);
});
