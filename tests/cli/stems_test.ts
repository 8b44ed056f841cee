import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Stems } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const fields = 'mix: field.stems({ names: ["vocals", "drums"] })';

/** Which stems each record of a packed file has. */
function stemsIn(workspace: Workspace): (readonly string[])[] {
  using dataset = openDataset(workspace.path("out.afd"));
  return Array.from({ length: dataset.recordCount }, (_, index) => {
    const stems = dataset.toRecord(index)["mix"] as Stems;
    return Object.entries(stems).flatMap(([name, stem]) => stem === null ? [] : [name]);
  });
}

Deno.test("pack takes stems by name, missing ones as null, and folders of them", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(fields);
  workspace.write("in/a.wav", wavOf(noise(100)));
  workspace.write("in/song/vocals.wav", wavOf(noise(50)));
  workspace.write("in/song/drums.wav", wavOf(noise(50)));
  workspace.write("in/song/mixture.wav", wavOf(noise(50)));
  const lines = [
    { mix: { vocals: "a.wav", drums: null } },
    { mix: { drums: { path: "a.wav", startSeconds: 0, durationSeconds: 0.001 } } },
    { mix: "song" },
    { mix: {} },
  ];
  workspace.write("in/m.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const { code, stderr } = await workspace.run([
    "pack",
    "speech.schema.ts",
    "in/m.jsonl",
    "out.afd",
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stemsIn(workspace), [["vocals"], ["drums"], ["vocals", "drums"], []]);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
  const shown = await workspace.run(["inspect", "out.afd", "--record", "0"]);
  assert.match(shown.stdout, /vocals: (?!missing)/);
  assert.match(shown.stdout, /drums: missing/);
  const exported = await workspace.run(["export", "out.afd", "--field", "mix", "--out", "wavs"]);
  assert.equal(exported.code, 0, exported.stderr);
  assert.match(exported.stderr, /missing from these records: 4; no files are written for them/);
  const files = (folder: string) =>
    Array.from(Deno.readDirSync(workspace.path(folder)), ({ name }) => name).sort();
  assert.deepEqual(files("wavs"), ["000000", "000001", "000002", "000003"]);
  assert.deepEqual(files("wavs/000001"), ["drums.wav"]);
  assert.deepEqual(files("wavs/000002"), ["drums.wav", "vocals.wav"]);
  // Exported files can be packed again, with the same stems missing.
  const again = await workspace.run(["pack", "speech.schema.ts", "wavs", "again.afd"]);
  assert.notEqual(again.code, 0);
  Deno.removeSync(workspace.path("wavs/000003"));
  const repacked = await workspace.run([
    "pack",
    "speech.schema.ts",
    "wavs",
    "out.afd",
    "--overwrite",
  ]);
  assert.equal(repacked.code, 0, repacked.stderr);
  assert.deepEqual(stemsIn(workspace), [["vocals"], ["drums"], ["vocals", "drums"]]);
});

Deno.test("export writes all stems to one file on request, with silence for missing ones", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(fields);
  workspace.write("a.wav", wavOf(noise(50)));
  const lines = [{ mix: { vocals: "a.wav" } }, { mix: { vocals: "a.wav", drums: "a.wav" } }];
  workspace.write("m.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  await workspace.run(["pack", "speech.schema.ts", "m.jsonl", "out.afd"]);
  const args = ["export", "out.afd", "--field", "mix", "--out", "wavs", "--format", "multichannel"];
  const { code, stderr } = await workspace.run(args);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /missing from these records: 1; their channels are silent/);
  // Two channels of 50 samples, one per stem: the stems can be read from them again.
  for (const [record, isSilent] of [["000000", true], ["000001", false]] as const) {
    const wav = Deno.readFileSync(workspace.path(`wavs/${record}.wav`));
    assert.deepEqual([wav[22], wav.length], [2, 44 + 50 * 2 * 2]);
    const samples = new Int16Array(wav.slice(44).buffer);
    const drums = samples.filter((_, index) => index % 2 === 1);
    assert.equal(drums.every((sample) => sample === 0), isSilent);
  }
});

Deno.test("pack counts a recording that gives several stems, or several fields, as one source", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(`${fields}, audio: field.waveform()`);
  workspace.write("in/two.wav", wavOf(noise(200), { channels: 2 }));
  workspace.write("in/m.jsonl", JSON.stringify({ mix: "two.wav", audio: "two.wav" }));
  const args = ["pack", "speech.schema.ts", "in/m.jsonl", "out.afd"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stemsIn(workspace), [["vocals", "drums"]]);
  assert.deepEqual(stdout.match(/^ +\d+ +16,000 Hz.*$/gm), [
    "    1  16,000 Hz  stereo  int16  mixed to mono",
  ]);
});

Deno.test("pack takes a folder of folders, each a recording", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(fields);
  for (const name of ["b/vocals.wav", "b/drums.wav", "a/drums.wav", "b/other.wav"]) {
    workspace.write(`in/${name}`, wavOf(noise(20)));
  }
  workspace.write("in/.hidden/vocals.wav", wavOf(noise(20)));
  const args = ["pack", "speech.schema.ts", "in", "out.afd"];
  const { code, stderr } = await workspace.run(args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stemsIn(workspace), [["drums"], ["vocals", "drums"]]);
});

Deno.test("every file of a folder of recordings is accounted for", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(fields);
  const clip = wavOf(noise(20));
  for (
    const name of ["a/drums.wav", "a/mixture.wav", "b/VOCALS.wav", "b/vocals", "b/deep/drums.wav"]
  ) {
    workspace.write(`in/${name}`, clip);
  }
  workspace.write("in/a/notes.md", "notes");
  workspace.write("in/loose.wav", clip);
  workspace.write("in/.hidden/vocals.wav", clip);
  Deno.mkdirSync(workspace.path("in/empty"));
  Deno.symlinkSync("nowhere", workspace.path("in/broken"));
  const args = ["pack", "speech.schema.ts", "in", "out.afd", "--on-error", "skip"];
  const { code, stderr } = await workspace.run([...args, "--report", "report.jsonl"]);
  assert.equal(code, 0, stderr);
  const lines = workspace.readText("report.jsonl").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ source, status, code }) => [source, status, code]),
    [
      ["in/.hidden/vocals.wav", "left-out", "hidden"],
      ["in/a/drums.wav", "left-out", "side-file"],
      ["in/a/mixture.wav", "left-out", "not-a-stem"],
      ["in/a/notes.md", "left-out", "not-a-stem"],
      ["in/b/VOCALS.wav", "left-out", "not-a-stem"],
      ["in/b/deep/drums.wav", "left-out", "not-a-stem"],
      ["in/b/vocals", "left-out", "side-file"],
      ["in/broken", "left-out", "broken-link"],
      ["in/loose.wav", "left-out", "loose-file"],
      ["in/a", "packed", null],
      ["in/b", "packed", null],
      ["in/empty", "skipped", "FileError/no-stems"],
    ],
  );
});

const refused: readonly (readonly [what: string, mix: unknown, reason: RegExp])[] = [
  ["unknown stems", { flute: "a.wav" }, /ManifestError\/wrong-value.*vocals, drums/],
  ["numbers", 3, /ManifestError\/wrong-value/],
  ["values that aren't paths", { vocals: 3 }, /ManifestError\/wrong-value/],
  ["stems of different lengths", { vocals: "a.wav", drums: "b.wav" }, /stem-length/],
  ["a folder without stems", "empty", /FileError\/no-stems/],
  ["a recording with too few channels", "a.wav", /AudioInputError\/channels/],
];

for (const [what, mix, reason] of refused) {
  Deno.test(`pack refuses ${what}, and leaves nothing behind`, async () => {
    using workspace = new Workspace();
    workspace.writeSchema(fields);
    workspace.write("in/a.wav", wavOf(noise(100)));
    workspace.write("in/b.wav", wavOf(noise(101)));
    workspace.write("in/empty/x.txt", "");
    workspace.write("in/m.jsonl", JSON.stringify({ mix }));
    const { code, stderr } = await workspace.run([
      "pack",
      "speech.schema.ts",
      "in/m.jsonl",
      "out.afd",
    ]);
    assert.equal(code, 1);
    assert.match(stderr, reason);
    assert.throws(() => Deno.statSync(workspace.path("out.afd")));
  });
}
