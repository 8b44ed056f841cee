import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const whole = wavOf(noise(1000));

function withNaN(): Uint8Array {
  // The same header, except that samples are 32-bit floats.
  const bytes = wavOf(new Int16Array([0, 0, 0, 0x7fc0]));
  const view = new DataView(bytes.buffer);
  view.setUint16(20, 3, true);
  view.setUint32(28, 64_000, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  return bytes;
}

const badAudio: readonly (readonly [string, Uint8Array, string])[] = [
  ["an empty file", new Uint8Array(0), "AudioInputError/empty"],
  ["a WAV cut short in its header", whole.subarray(0, 30), "AudioInputError/truncated-header"],
  ["a WAV cut short in its data", whole.subarray(0, 500), "AudioInputError/truncated"],
  ["a text file", new TextEncoder().encode("not audio\n"), "AudioInputError/not-audio"],
  [
    "a sample rate that no audio has",
    wavOf(noise(9), { sampleRate: 4_000_000 }),
    "AudioInputError/sample-rate",
  ],
  ["a sample that isn't a number", withNaN(), "AudioInputError/"],
];

for (const [what, bytes, label] of badAudio) {
  Deno.test(`${what} named .wav is an error, and leaves nothing behind`, async () => {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    workspace.write("clips/a.wav", whole);
    workspace.write("clips/b.wav", bytes);
    const { code, stdout, stderr } = await workspace.run(pack);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.ok(stderr.startsWith(`error[${label}`), stderr);
    assert.match(stderr, /clips\/b\.wav/);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.deepEqual(workspace.list(), ["clips", "speech.schema.ts"]);
    assert.equal((await workspace.run([...pack, "--on-error", "skip"])).code, 0);
  });
}

const needsManifest = "UsageError/needs-manifest";
const badCalls: readonly (readonly [string, string, string[], string, number])[] = [
  ["a required scalar", "a: field.waveform(), b: field.uint8()", pack, needsManifest, 2],
  ["two audio fields", "a: field.waveform(), b: field.waveform()", pack, needsManifest, 2],
  [
    "two text fields",
    'a: field.waveform(), b: field.text({ default: "" }), c: field.text()',
    pack,
    needsManifest,
    2,
  ],
  ["no audio field", "a: field.text()", pack, needsManifest, 2],
  ["bytes from a folder", "a: field.waveform(), b: field.bytes()", pack, needsManifest, 2],
  ["a missing text file", "a: field.waveform(), b: field.text()", pack, "FileError/not-found", 1],
  [
    "a missing schema",
    "a: field.waveform()",
    ["pack", "no.schema.ts", "clips", "out.afd"],
    "FileError/not-found",
    1,
  ],
  [
    "a missing input",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "no", "out.afd"],
    "FileError/not-found",
    1,
  ],
  [
    "a folder for a schema",
    "a: field.waveform()",
    ["pack", "clips", "clips", "out.afd"],
    "FileError/is-a-directory",
    1,
  ],
  [
    "an input of another kind",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "clips/a.wav", "out.afd"],
    "UsageError/input-kind",
    2,
  ],
  [
    "a folder without audio",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "empty", "out.afd"],
    "AudioInputError/no-input",
    1,
  ],
  [
    "an empty manifest",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "empty.jsonl", "out.afd"],
    "ManifestError/no-input",
    1,
  ],
  [
    "a folder of other files for an output",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "clips", "clips"],
    "FileError/not-a-dataset",
    1,
  ],
  [
    "an output in a missing folder",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "clips", "no/out.afd"],
    "FileError/not-found",
    1,
  ],
  [
    "the schema for an output",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "clips", "speech.schema.ts", "--overwrite"],
    "UsageError/output-is-input",
    2,
  ],
  [
    "the manifest for an output",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "empty.jsonl", "empty.jsonl", "--overwrite"],
    "UsageError/output-is-input",
    2,
  ],
  [
    "another dataset",
    "a: field.waveform()",
    [...pack, "--dataset", "Music"],
    "UsageError/no-such-dataset",
    2,
  ],
  [
    "nothing but skipped inputs",
    "a: field.waveform()",
    ["pack", "speech.schema.ts", "broken", "out.afd", "--on-error", "skip"],
    "AudioInputError/all-skipped",
    1,
  ],
];

for (const [what, fields, args, label, exitCode] of badCalls) {
  Deno.test(`pack refuses ${what}`, async () => {
    using workspace = new Workspace();
    workspace.writeSchema(fields);
    workspace.write("clips/a.wav", whole);
    workspace.write("broken/a.wav", "not audio");
    workspace.write("empty.jsonl", "\n");
    Deno.mkdirSync(workspace.path("empty"));
    const schema = workspace.readText("speech.schema.ts");
    const { code, stdout, stderr } = await workspace.run(args);
    assert.equal(code, exitCode, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^error\\[${label}\\]: `, "m"));
    const files = ["broken", "clips", "empty", "empty.jsonl", "speech.schema.ts"];
    assert.deepEqual(workspace.list(), files);
    assert.equal(workspace.readText("speech.schema.ts"), schema);
  });
}

Deno.test("pack replaces an output only with --overwrite, and only by a complete one", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", whole);
  workspace.write("out.afd", "precious");
  const refused = await workspace.run(pack);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error\[FileError\/exists\]: .*--overwrite/);
  workspace.write("clips/b.wav", "not audio");
  assert.equal((await workspace.run([...pack, "--overwrite"])).code, 1);
  assert.equal(workspace.readText("out.afd"), "precious");
  Deno.removeSync(workspace.path("clips/b.wav"));
  assert.equal((await workspace.run([...pack, "--overwrite"])).code, 0);
  assert.deepEqual(workspace.list(), ["clips", "out.afd", "speech.schema.ts"]);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
});

Deno.test({
  name: "pack aborts when the disk is full, even when told to skip errors",
  // Only Linux has a device that is always full; elsewhere, a limit on the file's size does the
  // same.
  ignore: Deno.build.os === "windows",
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    for (const name of ["a", "b", "c", "d"]) {
      workspace.write(`clips/${name}.wav`, wavOf(noise(2_000_000)));
    }
    const { code, stderr } = await workspace.runLimited(
      [...pack, "--on-error", "skip"],
      { fileKilobytes: 6000 },
    );
    assert.equal(code, 1);
    assert.match(stderr, /^error\[FileError\/(no-space|io)\]: .*Cannot write "out\.afd"/);
    assert.deepEqual(workspace.list(), ["clips", "speech.schema.ts"]);
  },
});

const writesAnywhere = Deno.build.os === "windows" || Deno.uid() === 0;
Deno.test({
  name: `pack, export and gen report missing permissions${
    writesAnywhere ? " (skipped: this user may write anywhere)" : ""
  }`,
  ignore: writesAnywhere,
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    workspace.write("clips/a.wav", whole);
    assert.equal((await workspace.run(pack)).code, 0);
    Deno.mkdirSync(workspace.path("locked"), { mode: 0o555 });
    const calls = [
      [...pack.slice(0, 3), "locked/out.afd"],
      ["export", "out.afd", "--field", "audio", "--out", "locked"],
      ["gen", "speech.schema.ts", "--out", "locked/generated"],
    ];
    for (const args of calls) {
      const { code, stderr } = await workspace.run(args);
      assert.equal(code, 1);
      assert.match(stderr, /^error\[FileError\/no-permission\]: .*"locked/);
    }
  },
});
