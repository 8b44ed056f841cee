/** `pack --codec-model`, as a user runs it. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { CodecTokens } from "../../schema/mod.ts";
import { noise, wavOf } from "../cli/_wav.ts";
import { Workspace } from "../cli/_workspace.ts";
import { agreement, caseOf, clipPart, codecFolder, goldenCodes } from "./_fixtures.ts";

const encodec = `${codecFolder}encodec_tiny.onnx`;
const dac = `${codecFolder}dac_tiny.onnx`;
const broken = (file: string) => `${codecFolder}broken/${file}`;

/** Audio as given, the tokens of EnCodec computed from it, and those of DAC from separate audio. */
const both = `audio: field.waveform(),
  codes: field.codecTokens({ from: "audio", nCodebooks: 8, vocabSize: 1024, frameRate: 75 }),
  dac: field.codecTokens({ preset: "dac-44khz", packing: "bits" })`;

/** A workspace with the part of the clip that the golden tokens of `p01` were computed from. */
function withClip(fields: string): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema(fields);
  const { samples, sampleRate } = clipPart(caseOf("p01_encodec"));
  workspace.write("data/p01.wav", wavOf(samples as Int16Array, { sampleRate }));
  workspace.write("train.jsonl", `{"audio": "data/p01.wav", "dac": "data/p01.wav"}\n`);
  return workspace;
}

function tokensOf(path: string, field: string): { data: Uint16Array; shape: readonly number[] } {
  using dataset = openDataset(path);
  return dataset.field(field).decode(0) as CodecTokens;
}

Deno.test("pack computes tokens from a field and from audio, with both models", async () => {
  using workspace = withClip(both);
  const models = ["--codec-model", `codes=${encodec}`, "--codec-model", `dac=${dac}`];
  const pack = ["pack", "speech.schema.ts", "train.jsonl", "out.afd", ...models];
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 0, stderr);
  const codes = tokensOf(workspace.path("out.afd"), "codes");
  assert.deepEqual(codes.shape, [8, 143]);
  assert.ok(agreement(codes.data, goldenCodes("p01_encodec_codes.npy")) >= 0.995);
  const { data } = tokensOf(workspace.path("out.afd"), "dac");
  assert.ok(agreement(data, goldenCodes("p01_dac_codes_padded.npy")) >= 0.995);

  const verified = await workspace.run(["verify", "out.afd"]);
  assert.equal(verified.code, 0, verified.stdout);
  const inspected = await workspace.run(["inspect", "out.afd", "--json"]);
  const { fields } = JSON.parse(inspected.stdout);
  assert.equal(fields[0].codecModel, undefined);
  assert.deepEqual(fields[1].codecModel, {
    sha256: "5043d1f963ccd11f76dedb66a92b78db392f14c697df8df03647d2211ca40d90",
    sampleRate: 24_000,
    channels: 1,
    hopLength: 320,
  });
  const shown = await workspace.run(["inspect", "out.afd"]);
  assert.match(shown.stdout, /SHA-256 5043d1f9/);
});

Deno.test("pack encodes each audio file of a folder", async () => {
  using workspace = withClip(
    "codes: field.codecTokens({ nCodebooks: 8, vocabSize: 1024, frameRate: 75 })",
  );
  const pack = ["pack", "speech.schema.ts", "data", "out.afd", "--codec-model", encodec];
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 0, stderr);
  const { data } = tokensOf(workspace.path("out.afd"), "codes");
  assert.ok(agreement(data, goldenCodes("p01_encodec_codes.npy")) >= 0.995);
});

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    "a field that there isn't",
    ["--codec-model", `tokens=${dac}`],
    /UsageError\/codec-flags.*codes, dac/,
  ],
  ["no field, of two", ["--codec-model", encodec], /UsageError\/codec-flags.*codes=/],
  [
    "a field twice",
    ["--codec-model", `codes=${encodec}`, "--codec-model", `codes=${dac}`],
    /UsageError\/codec-flags.*twice/,
  ],
  ["no file", ["--codec-model", "codes=nowhere.onnx"], /FileError\/not-found.*nowhere\.onnx/],
  [
    "another codec",
    ["--codec-model", `codes=${dac}`],
    /ModelError\/model-output.*codes int64 \(1, 9, frames\)/,
  ],
  [
    "half the frames",
    ["--codec-model", `codes=${broken("frames_half.onnx")}`],
    /ModelError\/model-frames/,
  ],
  ["other names", ["--codec-model", `codes=${broken("input_name.onnx")}`], /ModelError.*waveform/],
  [
    "a rate that makes no whole hops",
    ["--codec-model", `codes=${encodec}`, "--codec-rate", "codes=16001"],
    /UsageError\/codec-rate/,
  ],
  ["a rate and no model", ["--codec-rate", "codes=24000"], /UsageError\/codec-flags/],
  ["nothing", [], /UsageError\/no-codec-model.*--codec-model codes=/],
];

for (const [what, flags, wanted] of refused) {
  Deno.test(`pack refuses ${what} as a field's model, and leaves no file`, async () => {
    using workspace = withClip(both);
    const pack = ["pack", "speech.schema.ts", "train.jsonl", "out.afd", ...flags];
    const { code, stderr } = await workspace.run(pack);
    assert.match(stderr, wanted);
    assert.notEqual(code, 0);
    assert.ok(!workspace.list().includes("out.afd"));
  });
}

Deno.test("pack accepts models whose inputs and outputs have other names", async () => {
  using workspace = withClip(
    "audio: field.waveform(), codes: field.codecTokens({ from: 'audio' })",
  );
  const model = broken("input_name.onnx");
  const flags = ["--codec-model", model, "--codec-input", "waveform"];
  const { code, stderr } = await workspace.run([
    "pack",
    "speech.schema.ts",
    "data",
    "out.afd",
    ...flags,
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(tokensOf(workspace.path("out.afd"), "codes").shape, [8, 143]);
});

Deno.test("pack skips audio with NaN if told to continue", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("codes: field.codecTokens({ frameRate: 75 })");
  workspace.write("data/a.wav", wavOf(noise(4000), { sampleRate: 24_000 }));
  workspace.write("data/b.wav", floatWav(Float32Array.of(0, 0.5, NaN, 0)));
  const pack = ["pack", "speech.schema.ts", "data", "out.afd", "--codec-model", encodec];
  const failed = await workspace.run(pack);
  assert.match(failed.stderr, /AudioInputError\/non-finite.*b\.wav/);
  assert.equal(failed.code, 1);
  const { code, stderr } = await workspace.run([...pack, "--on-error", "skip"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /skipped\[AudioInputError\/non-finite\]/);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.equal(dataset.recordCount, 1);
});

/** A mono 24 kHz WAV file of float32 samples. */
function floatWav(samples: Float32Array): Uint8Array {
  const bytes = wavOf(new Int16Array(samples.length * 2), { sampleRate: 24_000 });
  const view = new DataView(bytes.buffer);
  view.setUint16(20, 3, true);
  view.setUint32(28, 24_000 * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  samples.forEach((sample, at) => view.setFloat32(44 + 4 * at, sample, true));
  return bytes;
}
