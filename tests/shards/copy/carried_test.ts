/** Folders that are made of others: README.md, and the lines of sources/ of their records. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Outcome, Workspace } from "../../cli/_workspace.ts";
import { bytesBelow, schemaText, writeCorpus } from "../_corpus.ts";

const wideText = schemaText.replace(
  "audio: field.waveform(),",
  'audio: field.waveform(), mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),',
);

async function made(): Promise<Workspace> {
  const space = new Workspace();
  space.write("c.schema.ts", schemaText);
  space.write("w.schema.ts", wideText);
  writeCorpus(space.path("in"), { clips: 14, brokenEvery: 6 });
  await run(space, "pack", "c.schema.ts", "in", "packed/", "--shard-records", "5", ...skip);
  return space;
}

const skip = ["--on-error", "skip"];

async function run(space: Workspace, ...args: string[]): Promise<Outcome> {
  const outcome = await space.run(args);
  assert.equal(outcome.code, 0, outcome.stderr);
  return outcome;
}

function sourcesOf(space: Workspace, folder: string): unknown[] {
  const path = space.path(`${folder}/sources`);
  const names = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  return names.flatMap((name) =>
    Deno.readTextFileSync(join(path, name)).trim().split("\n").map((line) => JSON.parse(line))
  );
}

Deno.test("concat, subset and salvage carry sources over, and say what the folder is", async () => {
  using space = await made();
  const all = sourcesOf(space, "packed");
  assert.equal(all.length, 12);
  await run(space, "concat", "packed", "joined/", "--shard-records", "7");
  await run(space, "salvage", "packed", "saved/", "--shard-records", "100");
  await run(space, "subset", "packed", "few/", "--records", "3:9", "--shard-records", "4");
  assert.deepEqual(sourcesOf(space, "joined"), all);
  assert.deepEqual(sourcesOf(space, "saved"), all);
  assert.deepEqual(sourcesOf(space, "few"), all.slice(3, 9));
  const files = Object.keys(bytesBelow(space.path("few"))).sort();
  assert.deepEqual(files.filter((name) => !name.startsWith("shards/")), [
    "README.md",
    "dataset.json",
    "index/tables.afd",
    "sources/000000.jsonl",
    "sources/000001.jsonl",
  ]);
  const readme = space.readText("few/README.md");
  assert.match(readme, /^# Clips\n/);
  assert.match(readme, /`sources\/`/);
  assert.doesNotMatch(readme, /`plan\/`/);
});

Deno.test("records without known sources have lines that say so, next to those that have", async () => {
  using space = await made();
  writeCorpus(space.path("more"), { clips: 3, prefix: "n" });
  await run(space, "pack", "c.schema.ts", "more", "more.afd");
  await run(space, "concat", "more.afd", "packed", "more.afd.d/");
  const unknown = { bytes: null, path: null };
  const all = sourcesOf(space, "packed");
  assert.deepEqual(sourcesOf(space, "more.afd.d"), [unknown, unknown, unknown, ...all]);

  await run(space, "concat", "more.afd", "none/");
  assert.ok(!("sources/000000.jsonl" in bytesBelow(space.path("none"))));
  assert.doesNotMatch(space.readText("none/README.md"), /sources/);

  // A file with other lines than the shard has records says nothing about them.
  Deno.writeTextFileSync(space.path("packed/sources/000000.jsonl"), '{"path":"x"}\n');
  await run(space, "concat", "packed", "again/");
  const known = all.slice(all.length - sourcesOf(space, "packed").length + 1);
  assert.deepEqual(sourcesOf(space, "again").slice(-known.length), known);
  assert.deepEqual(sourcesOf(space, "again")[0], unknown);
});

Deno.test("extend writes the folder that packing under the wider schema writes", async () => {
  using space = await made();
  await run(space, "pack", "w.schema.ts", "in", "wide/", "--shard-records", "5", ...skip);
  await run(space, "extend", "packed", "out/", "--schema", "w.schema.ts");
  const wanted = bytesBelow(space.path("wide"));
  const found = bytesBelow(space.path("out"));
  for (const [name, bytes] of Object.entries(found)) {
    if (/^(shards|index|sources)\//.test(name)) assert.equal(bytes, wanted[name], name);
  }
  const shards = (files: object) => Object.keys(files).filter((name) => name.endsWith(".afd"));
  assert.deepEqual(shards(found).sort(), shards(wanted).sort());
  assert.deepEqual(sourcesOf(space, "out"), sourcesOf(space, "packed"));

  const sized = ["--shard-records", "4"];
  await run(space, "extend", "packed", "sized", "--schema", "w.schema.ts", ...sized);
  const { shards: list } = JSON.parse(space.readText("sized/dataset.json"));
  assert.deepEqual(list.records, [4, 4, 4]);
  await run(space, "extend", "packed", "bytes", "--schema", "w.schema.ts", "--shard-bytes", "1");
  assert.equal(JSON.parse(space.readText("bytes/dataset.json")).shards.records.length, 12);
  const { code, stderr } = await space.run(["extend", "packed", "out/", "--schema", "w.schema.ts"]);
  assert.deepEqual([code, /FileError\/not-empty/.test(stderr)], [1, true], stderr);
  await run(space, "verify", "out");
});

Deno.test("plot --split draws a record of the part, or says that it isn't one", async () => {
  using space = await made();
  await run(space, "split", "packed", "--ratio", "50:50");
  const { splits } = JSON.parse(space.readText("packed/dataset.json"));
  const [[first]] = splits.test.ranges;
  const plot = ["plot", "packed", "--field", "audio", "--split", "test", "--out"];
  const { stdout } = await run(space, ...plot, "one.png");
  assert.match(stdout, new RegExp(`Drew "audio" of record ${first} into`));
  await run(space, ...plot, "two.png", "--record", String(first));
  assert.equal(space.readText("two.png"), space.readText("one.png"));
  const [[other]] = splits.train.ranges;
  const { code, stderr } = await space.run([...plot, "x.png", "--record", String(other)]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    new RegExp(`no-such-record\\].*"test" of "packed": record ${other} isn't one of its records`),
  );
});
