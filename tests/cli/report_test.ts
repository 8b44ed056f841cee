import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { type Fate, writeUglyFolder } from "./_ugly_folder.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const speech = 'audio: field.waveform(), transcript: field.text({ default: "" })';
const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const reported = [...pack, "--report", "report.jsonl"];

interface Line {
  readonly source: string;
  readonly line?: number;
  readonly status: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly seconds: number | null;
  readonly bytes: number | null;
  readonly record: number | null;
  readonly notes: readonly string[];
  readonly details?: readonly { readonly code: string; readonly field?: string }[];
}

function parse(report: string): Line[] {
  assert.ok(report === "" || report.endsWith("\n"));
  return report.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function codes(lines: readonly Line[], status: string): Record<string, number> {
  return counted(lines.filter((line) => line.status === status).map(({ code }) => code ?? ""));
}

Deno.test({
  name: "every file of a messy folder is in the report once, and the summary has the same counts",
  ignore: Deno.build.os === "windows",
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema(speech);
    const fates = await writeUglyFolder(workspace, "clips");
    assert.ok(fates.size >= 40);
    const { code, stdout } = await workspace.run([
      ...reported,
      "--on-error",
      "skip",
      "--json",
    ]);
    assert.equal(code, 0);
    const lines = parse(workspace.readText("report.jsonl"));
    const fateOf = ({ status, code, notes }: Line): Fate =>
      status === "packed" ? ["packed", ...notes] : [status as "skipped", code ?? ""];
    assert.deepEqual(
      new Map([...lines].sort(bySource).map((line) => [line.source, fateOf(line)])),
      new Map([...fates].sort(([one], [other]) => one < other ? -1 : 1)),
    );
    assert.equal(lines.length, fates.size);
    const packed = lines.filter(({ status }) => status === "packed");
    assert.deepEqual(packed.map(({ record }) => record), packed.map((_, record) => record));
    for (const { status, code, message, record } of lines) {
      assert.equal(code === null && message === null, status === "packed");
      assert.equal(record !== null, status === "packed");
    }
    const summary = JSON.parse(stdout);
    using dataset = openDataset(workspace.path("out.afd"));
    assert.equal(dataset.recordCount, packed.length);
    assert.equal(summary.records, packed.length);
    assert.equal(summary.packed, packed.length);
    const [skipped, leftOut] = [codes(lines, "skipped"), codes(lines, "left-out")];
    const sum = (counts: object) => Object.values(counts).reduce((one, other) => one + other, 0);
    assert.deepEqual(summary.skipped, { total: sum(skipped), codes: skipped });
    assert.deepEqual(summary.leftOut, { total: sum(leftOut), codes: leftOut });
    assert.deepEqual(
      summary.notes,
      counted(packed.flatMap(({ notes }) => notes).sort()),
    );
    const seconds = packed.reduce((sum, line) => sum + (line.seconds ?? NaN), 0);
    assert.ok(Math.abs(seconds - summary.audioSeconds.audio) < 1e-9);
    for (const { record, seconds } of packed) {
      assert.equal(seconds, dataset.field("audio").length(record ?? -1) / 16_000);
    }
    for (const { source, bytes } of packed) {
      assert.equal(bytes, Deno.statSync(workspace.path(source)).size);
    }
    const text = await workspace.run([...pack, "--on-error", "skip", "--overwrite"]);
    const list = (counts: Record<string, number>) =>
      Object.entries(counts).map(([code, count]) => `${count} ${code}`).join(", ");
    assert.ok(text.stdout.includes(`\n  skipped: ${sum(skipped)} inputs: ${list(skipped)}\n`));
    const { "side-file": sides = 0, ...others } = leftOut;
    assert.ok(sides > 0 && text.stdout.includes(`\n  side files: ${sides}\n`));
    assert.ok(text.stdout.includes(`\n  left out: ${sum(others)} files: ${list(others)}\n`));
    assert.match(text.stdout, /\n {2}noted: 1 empty, 9 no-text\n$/);
    assert.match(text.stderr, /^warning: 9 records have no text \(the first is "clips\/c"\)$/m);
    assert.match(text.stderr, /^warning: found 1 file named \*\.trans\.txt, .*manifest/m);
  },
});

function bySource(one: Line, other: Line): number {
  return one.source < other.source ? -1 : 1;
}

Deno.test("the report for a manifest names line, file, record and field", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  workspace.write("clips/a.wav", wavOf(noise(1600)));
  workspace.write("clips/b.wav", wavOf(noise(0)));
  const lines = [
    { audio: "clips/a.wav" },
    { audio: "clips/none.wav" },
    { audio: { path: "clips/a.wav", startSeconds: 0.05 } },
    { autio: "clips/a.wav" },
    { audio: "clips/b.wav" },
  ];
  workspace.write("all.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join("\n"));
  const args = ["pack", "speech.schema.ts", "all.jsonl", "out.afd", "--on-error", "skip"];
  const { code, stderr } = await workspace.run([...args, "--report", "report.jsonl"]);
  assert.equal(code, 0);
  const report = parse(workspace.readText("report.jsonl"));
  assert.deepEqual(
    report.map((
      { source, line, status, code, seconds, record, notes },
    ) => [source, line, status, code, seconds, record, ...notes]),
    [
      ["clips/a.wav", 1, "packed", null, 0.1, 0],
      ["clips/none.wav", 3, "skipped", "FileError/not-found", null, null],
      ["clips/a.wav", 5, "packed", null, 0.05, 1],
      ["all.jsonl", 7, "skipped", "ManifestError/unknown-key", null, null],
      ["clips/b.wav", 9, "packed", null, 0, 2, "empty"],
    ],
  );
  assert.deepEqual(report.at(-1)?.details, [{ code: "empty", field: "audio" }]);
  // The messages are the ones that were printed.
  for (const { code, message, status } of report) {
    if (status === "skipped") assert.ok(stderr.includes(`skipped[${code}]: ${message}\n`));
  }
});

Deno.test("the report ends with the error that pack failed with, and says what was packed before", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  for (const name of ["a", "b", "c"]) workspace.write(`clips/${name}.wav`, wavOf(noise(160)));
  workspace.write("clips/b.wav", "text");
  assert.equal((await workspace.run(reported)).code, 1);
  assert.deepEqual(
    parse(workspace.readText("report.jsonl")).map((
      { source, status, code },
    ) => [source, status, code]),
    [
      ["clips/a.wav", "packed", null],
      ["clips/b.wav", "failed", "AudioInputError/not-audio"],
    ],
  );
  // An earlier report is replaced.
  workspace.write("clips/a.wav", "text");
  workspace.write("clips/c.wav", "text");
  assert.equal((await workspace.run([...reported, "--on-error", "skip"])).code, 1);
  const lines = parse(workspace.readText("report.jsonl"));
  assert.equal(lines.length, 4);
  assert.deepEqual(
    [lines[3]?.source, lines[3]?.status, lines[3]?.code],
    ["out.afd", "failed", "AudioInputError/all-skipped"],
  );
});

for (
  const [what, report] of [
    ["another file", "notes.jsonl"],
    ["the output", "out.afd"],
    ["the manifest", "all.jsonl"],
    ["an input", "clips/a.wav"],
    ["the schema", "speech.schema.ts"],
  ] as const
) {
  Deno.test(`a report doesn't replace ${what}`, async () => {
    using workspace = new Workspace();
    workspace.writeSchema(speech);
    workspace.write("clips/a.wav", wavOf(noise(10)));
    workspace.write("all.jsonl", '{"audio":"clips/a.wav"}\n');
    workspace.write("notes.jsonl", '{"note":"mine"}\n');
    const before = workspace.list();
    const contents = (name: string) => name === "out.afd" ? undefined : workspace.read(name);
    const content = contents(report);
    const args = ["pack", "speech.schema.ts", "all.jsonl", "out.afd", "--report", report];
    const { code, stderr } = await workspace.run(args);
    assert.equal(code, 1);
    assert.match(stderr, /^error\[FileError\/exists\]: Cannot write the report/);
    assert.deepEqual(contents(report), content);
    assert.deepEqual(workspace.list(), before);
  });
}

Deno.test("a report to standard output is the only thing there", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  workspace.write("clips/a.wav", wavOf(noise(160)));
  const { code, stdout, stderr } = await workspace.run([...pack, "--report", "-"]);
  assert.equal(code, 0);
  assert.deepEqual(parse(stdout).map(({ source }) => source), ["clips/a.wav"]);
  assert.match(stderr, /^Packed 1 record/m);
});

Deno.test("pack --min-seconds leaves short records out, and counts them", async () => {
  using workspace = new Workspace();
  workspace.write("clips/a.wav", wavOf(noise(1599)));
  workspace.write("clips/b.wav", wavOf(noise(1600)));
  workspace.write("clips/c.wav", wavOf(noise(0)));
  for (
    const fields of [
      "audio: field.waveform()",
      "audio: field.flac({ sampleRate: 16000 })",
      'mel: field.melSpectrogram({ preset: "whisper" })',
    ]
  ) {
    workspace.writeSchema(fields);
    const args = [...reported, "--overwrite", "--min-seconds", "0.1"];
    const { code, stdout, stderr } = await workspace.run(args);
    assert.deepEqual([code, stderr], [0, ""], fields);
    assert.match(stdout, /^Packed 1 record /);
    assert.match(stdout, /\n {2}left out: 2 inputs: 2 too-short\n$/);
    assert.deepEqual(
      parse(workspace.readText("report.jsonl")).map((
        { status, code, seconds },
      ) => [status, code, seconds]),
      [
        ["left-out", "too-short", 0.0999375],
        ["packed", null, 0.1],
        ["left-out", "too-short", 0],
      ],
    );
  }
  const { code, stderr } = await workspace.run([...pack, "--overwrite", "--min-seconds", "1"]);
  assert.equal(code, 1);
  assert.match(stderr, /every input was left out as too short \(3 in all\)/);
});

Deno.test("clips too short for a frame of features are noted", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(
    'audio: field.waveform(), mel: field.melSpectrogram({ from: "audio", preset: "kaldi-fbank" })',
  );
  workspace.write("clips/a.wav", wavOf(noise(399)));
  workspace.write("clips/b.wav", wavOf(noise(400)));
  const { code, stderr } = await workspace.run(reported);
  assert.equal(
    stderr,
    'warning: 1 record has too little audio for a frame of features ("clips/a.wav")\n',
  );
  assert.equal(code, 0);
  assert.deepEqual(
    parse(workspace.readText("report.jsonl")).map(({ notes, details }) => [notes, details]),
    [[["no-frames"], [{ code: "no-frames", field: "mel" }]], [[], undefined]],
  );
});

Deno.test("pack --require-text refuses records without text, from folders and from manifests", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  for (const name of ["a", "b", "c"]) workspace.write(`clips/${name}.wav`, wavOf(noise(10)));
  workspace.write("clips/a.txt", "told");
  workspace.write("clips/b.txt", "\n");
  const lines = [{ audio: "clips/a.wav", transcript: "told" }, { audio: "clips/b.wav" }];
  workspace.write("all.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const required = ["--require-text", "--on-error", "skip", "--overwrite"];
  const folder = await workspace.run([...pack, ...required]);
  assert.match(
    folder.stdout,
    /^Packed 1 record [^]*\n {2}skipped: 2 inputs: 2 ManifestError\/no-text\n/,
  );
  const args = ["pack", "speech.schema.ts", "all.jsonl", "out.afd", ...required];
  const manifest = await workspace.run(args);
  assert.match(manifest.stdout, /\n {2}skipped: 1 input: 1 ManifestError\/no-text\n/);
  assert.match(manifest.stderr, /^skipped\[ManifestError\/no-text\]: .*Line 2 of "all\.jsonl"/m);
});
