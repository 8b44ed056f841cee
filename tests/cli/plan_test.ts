import assert from "node:assert/strict";
import { join } from "node:path";
import { noise, wavOf } from "./_wav.ts";
import { projectFolder } from "../_deno.ts";
import { Workspace } from "./_workspace.ts";

const stated = ["--clips", "100000", "--seconds", "10", "--budget-gb", "50"];

/** Two mono clips at 16 kHz with texts, and one in stereo at 44.1 kHz without. */
function writeClips(workspace: Workspace): void {
  workspace.write("clips/a.wav", wavOf(noise(16_000)));
  workspace.write("clips/a.txt", "one");
  workspace.write("clips/deep/b.wav", wavOf(noise(32_000)));
  workspace.write("clips/deep/b.txt", "two");
  workspace.write("clips/c.wav", wavOf(noise(88_200), { sampleRate: 44_100, channels: 2 }));
}

Deno.test("plan prints every strategy, marks the chosen one, and says why", async () => {
  using workspace = new Workspace();
  const { code, stdout, stderr } = await workspace.run(["plan", "--model", "whisper", ...stated]);
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.split("\n");
  assert.match(lines[0]!, /100,000 clips of 10 s.*"whisper", "training".*50 GB/);
  for (const name of ["raw", "codec_tokens", "compressed_lossless", "compressed_lossy"]) {
    assert.ok(lines.some((line) => line.trim().startsWith(`${name} `)), name);
  }
  assert.match(stdout, /^→ +spectrogram .*melSpectrogram, whisper +16 GB +32 %/m);
  assert.match(stdout, /^spectrogram: "whisper" is trained on spectrograms/m);
  assert.match(stdout, /figures for .*\(they come with audiofield/s);
});

Deno.test("plan --json prints the plan and nothing else", async () => {
  using workspace = new Workspace();
  const args = ["plan", "--model", "musiclm", "--use-case", "any text", ...stated, "--json"];
  const { code, stdout } = await workspace.run(args);
  assert.equal(code, 0);
  const plan = JSON.parse(stdout);
  assert.deepEqual(Object.keys(plan), ["strategy", "reason", "fitsBudget", "strategies"]);
  assert.deepEqual([plan.strategy, plan.fitsBudget], ["codec_tokens", true]);
  assert.equal(plan.strategies.length, 5);
  for (const one of plan.strategies) {
    assert.deepEqual(Object.keys(one), ["name", "bytes", "decodeMs", "recordsPerSecond"]);
    assert.ok(one.bytes > 0 && one.decodeMs > 0 && one.recordsPerSecond > 0, one.name);
  }
  assert.equal(plan.strategies[0].bytes, 32e9);
});

Deno.test("plan --json gives costs to three digits, and bytes exactly", async () => {
  using workspace = new Workspace();
  const rows = [
    { name: "raw", bytes: 320_000, decodeMs: 0.0123456, recordsPerSecond: 81_003.7 },
    { name: "codec_tokens", bytes: 12_000, decodeMs: 0.001, recordsPerSecond: 999_999 },
  ];
  workspace.write("mine.json", JSON.stringify({ machine: "a toaster", rows }));
  const clips = ["--clips", "3", "--seconds", "10"];
  const args = ["plan", "--model", "wavenet", ...clips, "--figures", "mine.json", "--json"];
  const { strategies } = JSON.parse((await workspace.run(args)).stdout);
  const of = (wanted: string) => strategies.find(({ name }: { name: string }) => name === wanted);
  assert.deepEqual(of("raw"), {
    name: "raw",
    bytes: 960_000,
    decodeMs: 0.0123,
    recordsPerSecond: 81_000,
  });
  assert.deepEqual(
    [of("codec_tokens").decodeMs, of("codec_tokens").recordsPerSecond],
    [0.001, 1_000_000],
  );
  assert.equal(of("spectrogram").decodeMs, null);
});

Deno.test("plan warns if the choice exceeds the budget, and exits with 0", async () => {
  using workspace = new Workspace();
  const args = ["plan", "--model", "whisper", "--clips", "100000", "--seconds", "10"];
  const small = await workspace.run([...args, "--budget-gb", "5"]);
  assert.equal(small.code, 0);
  assert.match(
    small.stderr,
    /^warning: spectrogram takes 16 GB and doesn't fit the budget of 5 GB/,
  );
  assert.match(small.stderr, /what fits: codec_tokens, compressed_lossy/);
  const none = await workspace.run([...args, "--budget-gb", "0", "--json"]);
  assert.equal(none.code, 0);
  assert.equal(JSON.parse(none.stdout).fitsBudget, false);
  assert.match(none.stderr, /nothing fits/);
});

Deno.test("plan uses the costs that bench:table saved, and says so", async () => {
  using workspace = new Workspace();
  const rows = [{ name: "raw", bytes: 320_000, decodeMs: 120, recordsPerSecond: 7 }];
  workspace.write("mine.json", JSON.stringify({ machine: "a toaster", rows }));
  const args = ["plan", "--model", "wavenet", ...stated, "--figures", "mine.json"];
  const { code, stdout } = await workspace.run(args);
  assert.equal(code, 0);
  assert.match(stdout, /^→ +raw .* 120 ms +7 clips\/s/m);
  assert.match(stdout, /figures for a toaster\n\(saved in "mine.json"\)/);
  assert.match(stdout, /codec_tokens .*not measured +not measured/);
  workspace.write("broken.json", "{");
  const broken = await workspace.run([...args.slice(0, -1), "broken.json"]);
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /^error\[FormatError\/figures\].*broken.json/);
});

Deno.test("plan suggests models similar to an unknown one", async () => {
  using workspace = new Workspace();
  const stderrOf = async (model: string) => {
    const { code, stdout, stderr } = await workspace.run(["plan", "--model", model, ...stated]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error\[UsageError\/unknown-model\]/);
    return stderr;
  };
  assert.match(await stderrOf("wisper"), /did you mean whisper\?/);
  assert.match(await stderrOf("HiFiGAN"), /did you mean hifi-gan\?/);
  assert.match(await stderrOf("tacotron2"), /did you mean tacotron\?/);
  assert.match(await stderrOf("gpt"), /the models are wavenet, .*audiolm/);
});

Deno.test("plan must be told how much audio there is, and only once", async () => {
  using workspace = new Workspace();
  writeClips(workspace);
  const codes = async (args: string[]) => {
    const { code, stderr } = await workspace.run(["plan", "--model", "vits", ...args]);
    return [code, stderr.split(":")[0]];
  };
  const wrong = [2, "error[UsageError/arguments]"];
  assert.deepEqual(await codes([]), wrong);
  assert.deepEqual(await codes(["--clips", "5"]), wrong);
  assert.deepEqual(await codes(["--clips", "-5", "--seconds", "1"]), wrong);
  assert.deepEqual(await codes(["--input", "clips", "--clips", "5"]), wrong);
  assert.deepEqual(await codes(["--clips", "0", "--seconds", "1"]), [
    2,
    "error[UsageError/no-clips]",
  ]);
  assert.deepEqual(await codes(["--clips", "1", "--seconds", "1", "--write-schema", "x.ts"]), [
    2,
    "error[UsageError/schema-name]",
  ]);
});

Deno.test("plan --input measures a folder from its headers", async () => {
  using workspace = new Workspace();
  writeClips(workspace);
  workspace.write("clips/broken.wav", "not audio");
  const args = ["plan", "--model", "wavenet", "--input", "clips"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0);
  assert.match(stdout, /^clips: 3 clips, 273 kB/);
  assert.match(stdout, /sample rates +16,000 Hz \(2\), 44,100 Hz \(1\)/);
  assert.match(stdout, /channels +mono \(2\), 2 channels \(1\)/);
  assert.match(stdout, /formats +WAV PCM \(3\)/);
  assert.match(stdout, /texts +2 clips with a \.txt beside them$/m);
  assert.match(stdout, /not clips +2 files, texts included/);
  assert.match(stdout, /^ +1 s +to +1\.5 s +2 +█+$/m);
  assert.match(stdout, /^3 clips of 1\.33 s, 4 s in all/m);
  assert.match(stdout, /^→ +raw +waveform, 16,000 Hz mono +128 kB/m);
  assert.match(stderr, /^unreadable: .*broken\.wav/m);
  assert.match(stderr, /^warning: 1 file can't be read; pack stops at such files/m);
});

Deno.test("plan --write-schema - writes nothing but the schema to standard output", async () => {
  using workspace = new Workspace();
  const args = ["plan", "--model", "vits", "--clips", "10", "--seconds", "2", "--write-schema"];
  const { code, stdout, stderr } = await workspace.run([...args, "-"]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^import .*\n(?:.*\n)*export const Speech = defineDataset\("Speech", /m);
  assert.match(stderr, /strategy|clips\/s/);
  assert.equal((await workspace.run([...args, "speech.schema.ts"])).code, 0);
  assert.equal(stdout, workspace.readText("speech.schema.ts"));
  assert.deepEqual(workspace.list(), ["speech.schema.ts"]);
  const both = await workspace.run([...args, "-", "--json"]);
  assert.match(both.stderr, /^error\[UsageError\/standard-stream\]: Cannot write two things/);
});

Deno.test("plan --input says so if there is nothing to measure", async () => {
  using workspace = new Workspace();
  workspace.write("empty/note.txt", "no audio");
  workspace.write("bad/a.wav", "no audio");
  const errorOf = async (input: string) => {
    const { code, stderr } = await workspace.run(["plan", "--model", "vits", "--input", input]);
    return [code, stderr.trim()] as const;
  };
  const [emptyCode, empty] = await errorOf("empty");
  assert.equal(emptyCode, 1);
  assert.match(empty, /^error\[AudioInputError\/no-input\].*there is no audio below it/);
  const [, bad] = await errorOf("bad");
  assert.match(bad, /^error\[AudioInputError\/no-input\].*none of its 1 file/);
  const [, missing] = await errorOf("missing");
  assert.match(missing, /^error\[FileError\/not-found\]/);
});

/** What each choice leads to, with the arguments that lead to it. */
const choices = [
  ["spectrogram", ["--model", "tacotron"], "melSpectrogram"],
  ["raw", ["--model", "wavenet"], "waveform"],
  [
    "compressed_lossless",
    ["--model", "wavenet", "--use-case", "research", "--budget-gb", "0"],
    "flac",
  ],
  ["compressed_lossy", ["--model", "wavenet", "--budget-gb", "0"], "opus"],
] as const;

for (const [strategy, args, kind] of choices) {
  Deno.test(`plan --write-schema leads to a packed dataset without editing a line: ${strategy}`, async () => {
    using workspace = new Workspace();
    writeClips(workspace);
    const written = ["--input", "clips", "--write-schema", "my-speech.schema.ts"];
    const plan = await workspace.run(["plan", ...args, ...written]);
    assert.equal(plan.code, 0);
    assert.ok(plan.stdout.includes(`${strategy}: `));
    assert.match(plan.stdout, /^Wrote MySpeech to "my-speech.schema.ts"; pack with$/m);
    const command = /^ {2}audiofield (pack .*)$/m.exec(plan.stdout)?.[1];
    assert.equal(command, "pack my-speech.schema.ts clips my-speech.afd");
    const packed = await workspace.run(command.split(" "));
    assert.deepEqual(
      [packed.code, packed.stderr],
      [0, 'warning: 1 record has no text ("clips/c.wav")\n'],
    );
    const inspected = await workspace.run(["inspect", "my-speech.afd", "--json"]);
    const { records, fields } = JSON.parse(inspected.stdout);
    assert.equal(records, 3);
    assert.deepEqual(fields.map((field: { kind: string }) => field.kind), [kind, "text"]);
    assert.equal((await workspace.run(["verify", "my-speech.afd"])).code, 0);
  });
}

Deno.test("plan --write-schema leads to packed tokens, with the codec's model", async () => {
  using workspace = new Workspace();
  const model = join(projectFolder, "tests/data/codec/encodec_tiny.onnx");
  workspace.write("clips/a.wav", wavOf(noise(16_000)));
  const args = ["plan", "--model", "audiolm", "--input", "clips", "--write-schema", "a.schema.ts"];
  const plan = await workspace.run(args);
  assert.match(plan.stdout, /pack a\.schema\.ts clips a\.afd --codec-model encodec\.onnx$/m);
  const pack = ["pack", "a.schema.ts", "clips", "a.afd", "--codec-model", model];
  const packed = await workspace.run(pack);
  assert.equal(packed.code, 0, packed.stderr);
  assert.match(packed.stdout, /^Packed 1 record of A/);
});

Deno.test("plan --write-schema never replaces a schema unasked", async () => {
  using workspace = new Workspace();
  workspace.write("a.schema.ts", "mine");
  const args = ["plan", "--model", "vits", ...stated, "--write-schema", "a.schema.ts"];
  const refused = await workspace.run(args);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error\[FileError\/exists\]/);
  assert.equal(workspace.readText("a.schema.ts"), "mine");
  const { code, stdout } = await workspace.run([...args, "--overwrite", "--json"]);
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).strategy, "spectrogram");
  assert.match(workspace.readText("a.schema.ts"), /export const A = defineDataset\("A"/);
});

Deno.test("plan --write-schema can't be tricked by its arguments", async () => {
  using workspace = new Workspace();
  const useCase = "*/ Deno.exit(7) /*";
  const args = ["plan", "--model", "wavenet", "--use-case", useCase, ...stated.slice(0, 4)];
  const written = await workspace.run([
    ...args,
    "--budget-gb",
    "1",
    "--write-schema",
    "a.schema.ts",
  ]);
  assert.equal(written.code, 0);
  assert.equal((await workspace.run(["gen", "a.schema.ts"])).code, 0);
});
