/** What `pack` notices in samples, through the public commands. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { floatWavOf, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];

/** A tenth of a second at 16 kHz. */
const tone = Array.from({ length: 1_600 }, (_, at) => Math.sin(at / 9));

/** A folder with a sound clip, one whose floats mean 16-bit integers, and one out of phase. */
function uglyFolder(): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a_sound.wav", wavOf(Int16Array.from(tone, (value) => 9_000 * value)));
  workspace.write(
    "clips/b_loud.wav",
    floatWavOf(Float32Array.from(tone, (value) => 9_000 * value)),
  );
  const opposed = Int16Array.from(
    { length: 3_200 },
    (_, at) => (at % 2 === 0 ? 9_000 : -9_000) * tone[at >> 1]!,
  );
  workspace.write("clips/c_opposed.wav", wavOf(opposed, { channels: 2 }));
  return workspace;
}

/** The lines of a report. */
function linesOf(workspace: Workspace, name: string) {
  return workspace.readText(name).trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** The samples of a record. */
function samplesOf(workspace: Workspace, record: number): Int16Array {
  using dataset = openDataset(workspace.path("out.afd"));
  return (dataset.field("audio").decode(record) as Waveform).samples as Int16Array;
}

Deno.test("pack refuses floats in the range of int16, and says what they may mean", async () => {
  using workspace = uglyFolder();
  const { code, stdout, stderr } = await workspace.run(pack);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error\[AudioInputError\/clipped\]/m);
  assert.match(
    stderr,
    /"audio" of record 1: 99\.\d+ % of "clips\/b_loud\.wav" is beyond full scale/,
  );
  assert.match(stderr, /a peak of 9000/);
  assert.match(stderr, /1\/32768.+--on-clipping warn/);
  assert.deepEqual(workspace.list().filter((name) => name.includes(".afd")), []);
});

Deno.test("pack skips clipped audio, packs it if asked to, and counts both", async () => {
  using workspace = uglyFolder();
  const skipping = await workspace.run([...pack, "--on-error", "skip", "--report", "r.jsonl"]);
  assert.equal(skipping.code, 0);
  assert.match(skipping.stdout, /skipped: 1 input: 1 AudioInputError\/clipped/);
  assert.match(skipping.stdout, /noted: 1 out-of-phase/);
  assert.match(skipping.stderr, /channels of 1 record cancel each other .+c_opposed\.wav/);
  assert.deepEqual(linesOf(workspace, "r.jsonl").map(({ status, notes }) => [status, notes]), [
    ["packed", []],
    ["skipped", ["clipped"]],
    ["packed", ["out-of-phase"]],
  ]);

  const taking = [...pack, "--overwrite", "--on-clipping", "warn", "--report", "r.jsonl"];
  const { code, stdout, stderr } = await workspace.run([...taking, "--json"]);
  assert.equal(code, 0);
  assert.match(stderr, /samples in 1 record are clipped, with a peak of 9,000 .+b_loud\.wav/);
  assert.deepEqual(JSON.parse(stdout).notes, { clipped: 1, "out-of-phase": 1 });
  const [, loud, opposed] = linesOf(workspace, "r.jsonl");
  const wanted = tone.filter((value) => Math.abs(Math.fround(9_000 * value)) > 32_768.5 / 32_767);
  assert.equal(loud.details[0].figures.clipped, wanted.length);
  assert.equal(loud.details[0].figures.samples, 1_600);
  assert.ok(opposed.details[0].figures.correlation < -0.99);
  assert.equal(samplesOf(workspace, 1)[100], Math.sign(tone[100]!) > 0 ? 32_767 : -32_768);
});

Deno.test("pack --scale multiplies every file, as a fraction or a decimal", async () => {
  for (const scale of ["1/32768", "0.000030517578125", "3.0517578125e-5"]) {
    using workspace = uglyFolder();
    Deno.removeSync(workspace.path("clips/a_sound.wav"));
    Deno.removeSync(workspace.path("clips/c_opposed.wav"));
    const { code, stderr } = await workspace.run([...pack, "--scale", scale]);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    const wanted = tone.map((value) => Math.fround(9_000 * value) / 32_768 * 32_767);
    assert.ok(samplesOf(workspace, 0).every((value, at) => Math.abs(value - wanted[at]!) <= 0.5));
  }
  using workspace = uglyFolder();
  for (const scale of ["0", "-1", "1/0", "loud", "1/2/3", ""]) {
    const { code, stderr } = await workspace.run([...pack, "--scale", scale]);
    assert.equal(code, 2, scale);
    assert.match(stderr, /a number above 0, or a fraction such as 1\/32768/);
  }
});

Deno.test("a manifest's own scale for a file overrides --scale, for segments and stems too", async () => {
  using workspace = uglyFolder();
  const path = "clips/b_loud.wav";
  const lines = [
    { path, scale: 1 / 32_768 },
    { path, scale: "1/16384", startSeconds: 0.05 },
    { path },
    path,
  ];
  workspace.write("m.jsonl", lines.map((audio) => JSON.stringify({ audio })).join("\n"));
  const packing = ["pack", "speech.schema.ts", "m.jsonl", "out.afd", "--scale", "1/8192"];
  const { code, stderr } = await workspace.run(packing);
  assert.match(stderr, /clipped/);
  assert.equal(code, 1);
  const taken = await workspace.run([...packing, "--on-clipping", "warn"]);
  assert.equal(taken.code, 0);
  const peak = (record: number) =>
    samplesOf(workspace, record).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(Math.abs(peak(0) - 9_000) < 5);
  assert.equal(samplesOf(workspace, 1).length, 800);
  assert.ok(Math.abs(peak(1) - 18_000) < 10);
  assert.deepEqual([peak(2), peak(3)], [32_768, 32_768]);

  workspace.write("m.jsonl", JSON.stringify({ audio: { path, scale: -2 } }));
  const wrong = await workspace.run(["pack", "speech.schema.ts", "m.jsonl", "wrong.afd"]);
  assert.match(wrong.stderr, /a scale above 0, such as 0\.5 or "1\/32768"/);

  workspace.writeSchema('mix: field.stems({ names: ["a", "b"], sampleRate: 16_000 })');
  const mixes = [{ a: { path, scale: "1/32768" }, b: path }, { a: path, b: null }];
  workspace.write("m.jsonl", mixes.map((mix) => JSON.stringify({ mix })).join("\n"));
  const stems = ["pack", "speech.schema.ts", "m.jsonl", "stems.afd", "--scale", "1/32768"];
  assert.equal((await workspace.run(stems)).code, 0);
  const unscaled = await workspace.run([...stems.slice(0, 3), "loud.afd"]);
  assert.match(unscaled.stderr, /AudioInputError\/clipped/);
});
