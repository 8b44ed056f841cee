/** Keys on the command line: filled by `pack`, in its report, and instead of records' numbers. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const keyed = 'id: field.text({ means: "key" }), audio: field.waveform(), ' +
  'transcript: field.text({ default: "" })';
const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const packList = ["pack", "speech.schema.ts", "in.jsonl", "out.afd"];

function keysIn(workspace: Workspace): string[] {
  using dataset = openDataset(workspace.path("out.afd"));
  return Array.from({ length: dataset.recordCount }, (_, record) => dataset.keyOf(record));
}

interface Line {
  readonly status: string;
  readonly key?: string;
  readonly record: number | null;
  readonly source: string;
  readonly code: string | null;
}

function report(workspace: Workspace): Line[] {
  return workspace.readText("report.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("pack of a folder fills keys with paths without their endings", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(keyed);
  workspace.write("clips/b/two.x.wav", wavOf(noise(10)));
  workspace.write("clips/b/two.x.txt", "two");
  workspace.write("clips/a.WAV", wavOf(noise(20)));
  // As macOS writes names, in NFD.
  workspace.write("clips/Zoe\u0308.wav", wavOf(noise(30)));
  workspace.write("clips/bad.wav", "not audio");
  const { code, stderr } = await workspace.run([
    ...pack,
    ...["--on-error", "skip", "--report", "report.jsonl"],
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(keysIn(workspace), ["Zo\u00eb", "a", "b/two.x"]);
  const lines = report(workspace).filter(({ status }) => status !== "left-out");
  assert.deepEqual(lines.map(({ key, record, status }) => [key, record, status]), [
    ["Zo\u00eb", 0, "packed"],
    ["a", 1, "packed"],
    ["b/two.x", 2, "packed"],
    ["bad", null, "skipped"],
  ]);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
});

Deno.test("two files of a folder with one key are an error that names both", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(keyed);
  workspace.write("clips/a.wav", wavOf(noise(10)));
  workspace.write("clips/b.wav", "not audio");
  workspace.write("clips/c.WAV", wavOf(noise(10)));
  workspace.write("clips/c.wav", wavOf(noise(20)));
  const failed = await workspace.run([...pack, "--on-error", "skip", "--report", "report.jsonl"]);
  assert.equal(failed.code, 0, failed.stderr);
  assert.match(
    failed.stderr,
    /^skipped\[ManifestError\/duplicate-key\]: "clips\/c\.wav": its key "c" is also that of "clips\/c\.WAV"; give each record a key of its own$/m,
  );
  assert.deepEqual(keysIn(workspace), ["a", "c"]);
  const line = report(workspace).find(({ source }) => source === "clips/c.wav");
  assert.deepEqual([line?.key, line?.code], ["c", "ManifestError/duplicate-key"]);
});

Deno.test("a manifest gives keys, and its lines are named where two are the same", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(keyed);
  workspace.write("a.wav", wavOf(noise(10)));
  const lines = ['{"id":"one","audio":"a.wav"}', "", '{"id":"two","audio":"a.wav"}'];
  workspace.write("in.jsonl", [...lines, '{"id":"one","audio":"a.wav"}'].join("\n"));
  const { code, stderr } = await workspace.run([...packList, "--report", "report.jsonl"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /error\[ManifestError\/duplicate-key\]: Line 4 of "in\.jsonl": its key "one" is also that of Line 1 of "in\.jsonl"; give each record a key of its own$/m,
  );
  assert.deepEqual(report(workspace).map(({ key, status }) => [key, status]), [
    ["one", "packed"],
    ["two", "packed"],
    ["one", "failed"],
  ]);
  workspace.write("in.jsonl", [...lines, '{"audio":"a.wav"}'].join("\n"));
  const missing = await workspace.run(packList);
  assert.match(
    missing.stderr,
    /ManifestError\/missing-key\]: Line 4 of "in\.jsonl": "id" is missing/,
  );
  workspace.write("in.jsonl", '{"id":"a\\u0000b","audio":"a.wav"}');
  const wrong = await workspace.run(packList);
  assert.match(wrong.stderr, /ManifestError\/invalid-key\]: .*its key "a\\u0000b" has a control/);
});

Deno.test("stems are keyed by the folder of their recording", async () => {
  using workspace = new Workspace();
  workspace.writeSchema('mix: field.stems({ names: ["voice"] }), id: field.text({ means: "key" })');
  workspace.write("clips/first song/voice.wav", wavOf(noise(10)));
  workspace.write("clips/second/voice.wav", wavOf(noise(10)));
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 0, stderr);
  assert.deepEqual(keysIn(workspace), ["first song", "second"]);
});

Deno.test("inspect takes --key where it takes --record", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(keyed);
  for (const name of ["a", "b", "c"]) workspace.write(`clips/${name}.wav`, wavOf(noise(10)));
  assert.equal((await workspace.run(pack)).code, 0);
  const named = await workspace.run(["inspect", "out.afd", "--key", "b"]);
  const numbered = await workspace.run(["inspect", "out.afd", "--record", "1"]);
  assert.equal(named.code, 0, named.stderr);
  assert.equal(named.stdout, numbered.stdout);
  assert.match(named.stdout, /^out\.afd: record 1, "b"\n/);
  const json = await workspace.run(["inspect", "out.afd", "--key", "c", "--json"]);
  const { record, fields } = JSON.parse(json.stdout);
  assert.deepEqual([record.index, record.key], [2, "c"]);
  assert.equal(fields[0].means, "key");
  const missing = await workspace.run(["inspect", "out.afd", "--key", "d"]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /error\[UsageError\/no-such-key\]: Cannot find "d" in "out\.afd"/);
  const both = await workspace.run(["inspect", "out.afd", "--key", "b", "--record", "1"]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /both --record and --key name one; leave one of them out/);
});

Deno.test("plot takes a key or a number, and wants one of them", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(keyed);
  workspace.write("clips/a.wav", wavOf(noise(10)));
  workspace.write("clips/b.wav", wavOf(noise(10)));
  assert.equal((await workspace.run(pack)).code, 0);
  const plot = ["plot", "out.afd", "--field", "audio", "--out"];
  const named = await workspace.run([...plot, "a.png", "--key", "b"]);
  assert.equal(named.code, 0, named.stderr);
  const numbered = await workspace.run([...plot, "b.png", "--record", "1"]);
  assert.equal(numbered.code, 0, numbered.stderr);
  assert.deepEqual(workspace.read("a.png"), workspace.read("b.png"));
  const neither = await workspace.run([...plot, "c.png"]);
  assert.equal(neither.code, 2);
  assert.match(
    neither.stderr,
    /neither --record nor --key names one; pass --record N, or --key KEY/,
  );
});
