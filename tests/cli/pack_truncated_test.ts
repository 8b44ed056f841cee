/** Files that are cut off, through the public commands. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const samples = noise(1_600);
const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];

/** A folder with a whole clip, and one that lacks its last sample. */
function cutFolder(fields: string): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema(fields);
  workspace.write("clips/a_whole.wav", wavOf(samples));
  workspace.write("clips/b_cut.wav", wavOf(samples).subarray(0, -2));
  return workspace;
}

Deno.test("pack refuses a file that lacks a sample, or accepts it and says so", async () => {
  using workspace = cutFolder("audio: field.waveform(), coded: field.flac()");
  workspace.write(
    "m.jsonl",
    ["a_whole", "b_cut"].map((name) => {
      const path = `clips/${name}.wav`;
      return JSON.stringify({ audio: path, coded: { path, startSeconds: 0.05 } });
    }).join("\n"),
  );
  const packing = ["pack", "speech.schema.ts", "m.jsonl", "out.afd"];
  const refused = await workspace.run(packing);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /error\[AudioInputError\/truncated\]: Line 2 of "m\.jsonl".+b_cut/);

  const accepting = [...packing, "--accept-truncated", "--report", "r.jsonl", "--json"];
  const { code, stdout, stderr } = await workspace.run(accepting);
  assert.equal(code, 0);
  assert.match(stderr, /the audio of 1 record is cut off.+\(Line 2 of "m\.jsonl"\)/);
  assert.deepEqual(JSON.parse(stdout).notes, { truncated: 1 });
  const [whole, cut] = workspace.readText("r.jsonl").trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(whole.notes, []);
  assert.deepEqual(cut.notes, ["truncated"]);
  assert.deepEqual(
    cut.details.map(({ field, figures }: { field: string; figures: unknown }) => [field, figures]),
    [["audio", { missingFrames: 1 }], ["coded", { missingFrames: 1 }]],
  );
  using dataset = openDataset(workspace.path("out.afd"));
  const stored = (name: string, record: number) =>
    (dataset.field(name).decode(record) as Waveform).samples;
  assert.deepEqual(stored("audio", 0), samples);
  assert.deepEqual(stored("audio", 1), samples.subarray(0, -1));
  assert.deepEqual(stored("coded", 1), samples.subarray(800, -1));
});

Deno.test("pack accepts a FLAC file that is cut off, and re-encodes it", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.flac({ sampleRate: 16_000 })");
  const flac = Deno.readFileSync(new URL("../data/flac/p09_speech_16k_s16.flac", import.meta.url));
  workspace.write("clips/a.flac", flac.subarray(0, -200));
  const refused = await workspace.run(pack);
  assert.match(refused.stderr, /AudioInputError\/truncated/);
  const { code, stdout } = await workspace.run([...pack, "--accept-truncated"]);
  assert.equal(code, 0);
  assert.match(stdout, /noted: 1 truncated/);
  const verified = await workspace.run(["verify", "out.afd"]);
  assert.equal(verified.code, 0, verified.stderr);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.ok((dataset.field("audio").decode(0) as Waveform).samples.length > 0);
});

Deno.test("plan --input counts files that are cut off if pack would accept them", async () => {
  using workspace = cutFolder("audio: field.waveform()");
  const plan = ["plan", "--model", "whisper", "--input", "clips"];
  const strict = await workspace.run(plan);
  assert.match(strict.stderr, /b_cut\.wav/);
  const { code, stdout, stderr } = await workspace.run([...plan, "--accept-truncated"]);
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /b_cut/);
  assert.match(stdout, /2 clips/);
});
