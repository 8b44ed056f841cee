/** `features`, `plot`, and spectral fields in `pack`, `export`, `inspect` and `gen`. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { NpyFile } from "../../runtime/intake/npy_file.ts";
import { goldenArray, goldenCases } from "../kernels/_features.ts";
import { Workspace } from "./_workspace.ts";

const clips = fileURLToPath(new URL("../data/clips/", import.meta.url));
const speech = `${clips}p01_speech_16k_s16.wav`;

function arrayOf(path: string): { values: Float64Array; shape: readonly number[]; type: string } {
  using file = new NpyFile(path);
  const { shape, type } = file.header;
  return { values: file.read(0, shape.reduce((a, b) => a * b)), shape, type };
}

const schema = (fields: string) =>
  `import { defineDataset, field } from "${new URL("../../mod.ts", import.meta.url)}";\n` +
  `export const A = defineDataset("A", { ${fields} });\n`;

Deno.test("features computes what openai-whisper does, float32 by default", async () => {
  using workspace = new Workspace();
  const args = ["features", speech, "--preset", "whisper", "--out", "x.npy"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /80 bins by 549 frames \(melSpectrogram, preset whisper, float32\)/);
  const { values, shape, type } = arrayOf(workspace.path("x.npy"));
  const [golden] = goldenCases("whisper").filter(({ id }) => id === "whisper80_p01");
  assert.deepEqual([shape, type], [golden!.shape, "f4"]);
  const wanted = goldenArray(golden!);
  const worst = values.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
  assert.ok(worst <= golden!.tolerance.max_abs, `${worst}`);

  const again = await workspace.run(args);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /FileError\/exists/);
  assert.equal((await workspace.run([...args, "--overwrite", "--dtype", "float16"])).code, 0);
  assert.equal(arrayOf(workspace.path("x.npy")).type, "f2");
});

Deno.test("features: kinds, parameters, rates, padding to 30 s", async () => {
  using workspace = new Workspace();
  const shape = async (...args: string[]) => {
    const { code, stderr } = await workspace.run([
      "features",
      ...args,
      "--overwrite",
      "--out",
      "x.npy",
    ]);
    assert.equal(code, 0, stderr);
    return arrayOf(workspace.path("x.npy")).shape;
  };
  const second = `${clips}p08_impulse_silence_16k_s16.wav`;
  const quick = `${clips}p02_speech_22k_s16.wav`;
  assert.deepEqual(await shape(second), [80, 64]);
  assert.deepEqual(await shape(second, "--kind", "spectrogram", "--set", "nFft=512"), [257, 64]);
  assert.deepEqual(await shape(second, "--preset", "kaldi-mfcc"), [13, 98]);
  assert.deepEqual(
    await shape(second, "--preset", "librosa", "--kind", "mfcc", "--set", "nMfcc=13"),
    [13, 32],
  );
  assert.deepEqual(
    await shape(second, "--preset", "whisper", "--set", "nMels=128", "--set", "hopLength=200"),
    [128, 80],
  );
  // At the file's own 22,050 Hz, and resampled to Whisper's.
  assert.deepEqual(await shape(quick, "--preset", "librosa"), [128, 198]);
  assert.deepEqual(await shape(quick, "--preset", "whisper"), [80, 459]);
  assert.deepEqual(await shape(second, "--preset", "whisper", "--set", "padSeconds=30"), [
    80,
    3000,
  ]);
});

Deno.test("features refuses invalid parameters as usage errors", async () => {
  using workspace = new Workspace();
  const wrong = async (expected: RegExp, ...args: string[]) => {
    const { code, stderr } = await workspace.run(["features", speech, "--out", "x.npy", ...args]);
    assert.match(stderr, expected);
    assert.equal(code, 2);
  };
  await wrong(/--set nMels: expected an integer/, "--set", "nMels=many");
  await wrong(/--set unknown option "nmels"/, "--set", "nmels=80");
  await wrong(/expected NAME=VALUE/, "--set", "nMels");
  await wrong(/--set winLength: 2000 is more than nFft/, "--set", "winLength=2000");
  await wrong(/--preset/, "--preset", "wisper");
  await wrong(/set by --dtype/, "--set", "storeDtype=float16");
  assert.equal((await workspace.run(["features", "no.wav", "--out", "x.npy"])).code, 1);
});

Deno.test("gen and features name empty mel filters", async () => {
  using workspace = new Workspace();
  workspace.write(
    "a.schema.ts",
    schema("x: field.melSpectrogram({ nMels: 200, preset: 'whisper' })"),
  );
  const gen = await workspace.run(["gen", "a.schema.ts"]);
  assert.equal(gen.code, 0, gen.stderr);
  assert.match(gen.stderr, /warning: A\.x: \d+ of 200 mel filters are empty \(\d+, \d+/);
  const args = ["features", speech, "--set", "nMels=400", "--out", "x.npy"];
  assert.match((await workspace.run(args)).stderr, /of 400 mel filters are empty/);
});

Deno.test("pack computes features from audio; export writes arrays; inspect, verify and plot know features", async () => {
  using workspace = new Workspace();
  workspace.write(
    "a.schema.ts",
    schema(
      "audio: field.waveform(), mel: field.melSpectrogram({ from: 'audio', preset: 'whisper' })",
    ),
  );
  Deno.mkdirSync(workspace.path("in"));
  Deno.copyFileSync(speech, workspace.path("in/a.wav"));
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await workspace.run(args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  await ok("pack", "a.schema.ts", "in", "a.afd");
  await ok("verify", "a.afd");
  // Cells of the table continue on the next line where it would be too wide.
  assert.match(
    await ok("inspect", "a.afd"),
    /mel +melSpectrogram [^\n]*\(64, 80, 549\)[^\n]*(\n +preset: "whisper" *)? float16/,
  );
  await ok("export", "a.afd", "--field", "mel", "--out", "out");
  const { shape, type } = arrayOf(workspace.path("out/000000.npy"));
  assert.deepEqual([shape, type], [[80, 549], "f2"]);
  // Exported files can be packed again.
  workspace.write("b.schema.ts", schema("mel: field.melSpectrogram({ preset: 'whisper' })"));
  await ok("pack", "b.schema.ts", "out", "b.afd");
  await ok("export", "b.afd", "--field", "mel", "--out", "again");
  assert.deepEqual(
    Deno.readFileSync(workspace.path("again/000000.npy")),
    Deno.readFileSync(workspace.path("out/000000.npy")),
  );
  for (const field of ["mel", "audio"]) {
    await ok("plot", "a.afd", "--field", field, "--record", "0", "--out", `${field}.png`);
    const png = Deno.readFileSync(workspace.path(`${field}.png`));
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    const size = new DataView(png.buffer, 16, 8);
    assert.deepEqual([size.getUint32(0), size.getUint32(4)], [2400, 1040]);
    assert.ok(png.length > 20_000);
  }
  const plot = ["plot", "a.afd", "--record", "0", "--out", "x.png", "--field"];
  assert.equal((await workspace.run([...plot, "no"])).code, 2);
});

Deno.test("manifests: audio, segments and arrays for features; nothing for computed ones", async () => {
  using workspace = new Workspace();
  Deno.copyFileSync(speech, workspace.path("a.wav"));
  await workspace.run(["features", speech, "--preset", "whisper", "--out", "a.npy"]);
  workspace.write("a.schema.ts", schema("mel: field.melSpectrogram({ preset: 'whisper' })"));
  const lines = [
    { mel: "a.wav" },
    { mel: { path: "a.wav", startSeconds: 1, durationSeconds: 2 } },
    { mel: "a.npy" },
  ];
  workspace.write("a.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const pack = await workspace.run(["pack", "a.schema.ts", "a.jsonl", "a.afd"]);
  assert.equal(pack.code, 0, pack.stderr);
  await workspace.run(["export", "a.afd", "--field", "mel", "--out", "out"]);
  const frames = [0, 1, 2].map((n) => arrayOf(workspace.path(`out/00000${n}.npy`)).shape[1]);
  assert.deepEqual(frames, [549, 200, 549]);

  workspace.write(
    "b.schema.ts",
    schema("audio: field.waveform(), mel: field.melSpectrogram({ from: 'audio' })"),
  );
  workspace.write("b.jsonl", JSON.stringify({ audio: "a.wav", mel: "a.npy" }));
  const refused = await workspace.run(["pack", "b.schema.ts", "b.jsonl", "b.afd"]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /ManifestError\/computed-field.*Line 1 .*"mel" is computed from "audio"/s,
  );
});

Deno.test("a folder fills features that aren't computed from the .npy next to the audio", async () => {
  using workspace = new Workspace();
  Deno.mkdirSync(workspace.path("in"));
  Deno.copyFileSync(speech, workspace.path("in/a.wav"));
  workspace.write(
    "a.schema.ts",
    schema("audio: field.waveform(), mel: field.melSpectrogram({ preset: 'whisper' })"),
  );
  const missing = await workspace.run(["pack", "a.schema.ts", "in", "a.afd"]);
  assert.match(missing.stderr, /FileError\/not-found.*a\.npy/s);
  await workspace.run(["features", speech, "--preset", "whisper", "--out", "in/a.npy"]);
  const { code, stderr } = await workspace.run(["pack", "a.schema.ts", "in", "a.afd"]);
  assert.equal(code, 0, stderr);
});
