/** `--where`: the records that commands look at. */
import assert from "node:assert/strict";
import { pointedText } from "../../cli/shared/pointed_text.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Workspace } from "./_workspace.ts";

const Corpus = defineDataset("Corpus", {
  audio: field.waveform({ sampleRate: 16_000 }),
  speaker: field.category(),
  transcript: field.text(),
});

/** Eight clips of 1 to 8 seconds, of the speakers s0, s1 and s2. */
function corpus(): Workspace {
  const workspace = new Workspace();
  using writer = createDatasetWriter(workspace.path("a.afd"), { ir: Corpus.ir });
  for (let record = 0; record < 8; record++) {
    const samples = new Int16Array(16_000 * (record + 1));
    const audio = { samples, sampleRate: 16_000 };
    writer.append({ audio, speaker: `s${record % 3}`, transcript: "a".repeat(record) });
  }
  writer.finish();
  return workspace;
}

function exported(workspace: Workspace, ...args: string[]) {
  return workspace.run(["export", "a.afd", "--field", "transcript", "--out", "out", ...args]);
}

Deno.test("export writes the records that pass --where, under the names that they always have", async () => {
  using workspace = corpus();
  const where = "audio.seconds<7 and speaker=s0,s1 and not transcript is missing";
  const { code, stdout, stderr } = await exported(workspace, "--where", where);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(stdout, 'Exported "transcript" of 3 records to "out/000001.txt … 000004.txt"\n');
  assert.deepEqual(workspace.list("out"), ["000001.txt", "000003.txt", "000004.txt"]);
  const lines = await exported(workspace, "--where", where, "--format", "jsonl");
  assert.equal(lines.stdout, 'Exported "transcript" of 3 records to "out/transcript.jsonl"\n');
  const records = workspace.readText("out/transcript.jsonl").trimEnd().split("\n");
  assert.deepEqual(records.map((line) => JSON.parse(line).record), [1, 3, 4]);
});

Deno.test("export writes one record to standard output if --where leaves one", async () => {
  using workspace = corpus();
  const args = ["export", "a.afd", "--field", "transcript", "--out", "-"];
  const { code, stdout } = await workspace.run([...args, "--where", "audio.seconds=3"]);
  assert.deepEqual([code, stdout], [0, "aa"]);
});

Deno.test("--where and --records both count, and the texts that were read are counted", async () => {
  using workspace = corpus();
  const where = "transcript=bbb,aaaa,aaaaaaa";
  const { code, stdout, stderr } = await exported(workspace, "--records", "2:6", "--where", where);
  assert.equal(code, 0);
  assert.equal(stdout, 'Exported "transcript" of 1 record to "out/000004.txt"\n');
  assert.equal(stderr, "read 2 texts to filter\n");
  const quiet = await exported(workspace, "--records", "7:", "--where", where, "--quiet");
  assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
});

Deno.test("inspect describes the records that pass --where", async () => {
  using workspace = corpus();
  const args = ["inspect", "a.afd", "--where", "speaker=s1 or audio.seconds>=8"];
  const text = await workspace.run([...args, "--buckets"]);
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^a\.afd: 3 of 8 records of Corpus, /);
  assert.match(text.stdout, /durations of audio: 15 s in all, 5 s on average/);
  assert.match(text.stdout, /categories of speaker: 1\b/);
  assert.match(text.stdout, /as in the file +1 +3\.0 +37\.5 % +384,000/);
  const { stdout } = await workspace.run([...args, "--buckets", "--json"]);
  const { records, chosen, fields, buckets } = JSON.parse(stdout);
  assert.deepEqual([records, chosen], [8, 3]);
  const [audio, speaker, transcript] = fields;
  assert.deepEqual(audio.totals, {
    payloadBytes: 15 * 32_000,
    metadataBytes: 3 * 24,
    maxPayloadBytes: 8 * 32_000,
    length: 15 * 16_000,
    maxLength: 8 * 16_000,
    maxWidth: 1,
    seconds: 15,
    bitrate: 256_000,
    ratio: 1,
  });
  assert.deepEqual(speaker.categories, {
    count: 1,
    largest: [{ category: "s1", records: 3 }],
  });
  assert.equal(transcript.totals.length, 1 + 4 + 7);
  assert.deepEqual(buckets[0].costs[0].meanRecords, 3);
  const all = JSON.parse((await workspace.run(["inspect", "a.afd", "--json"])).stdout);
  assert.equal(all.chosen, undefined);
});

Deno.test("bench reads the records that pass --where", async () => {
  using workspace = corpus();
  const args = [
    "bench",
    "a.afd",
    "--fields",
    "speaker",
    "--workers",
    "0",
    "--measure-seconds",
    "0.05",
  ];
  const { code, stdout } = await workspace.run([...args, "--where", "speaker=s2", "--json"]);
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).records, 2);
});

const refused: readonly (readonly [what: string, args: string[], code: string, lines: string[]])[] =
  [
    [
      "a word that can't stand there",
      ["--where", "speaker=s1 AND audio.seconds<3"],
      "invalid-where",
      [
        'Cannot read the filter at column 12: found "AND", wanted "and", "or" or the end; write "and"',
        "  speaker=s1 AND audio.seconds<3",
        "             ^",
      ],
    ],
    ["a field that doesn't exist", ["--where", "speakers=s1"], "no-such-field", [
      'Cannot read the filter at column 1: there is no field "speakers"; the fields are audio, ' +
      'speaker, transcript; did you mean "speaker"?',
      "  speakers=s1",
      "  ^",
    ]],
    ["a filter that no record passes", ["--where", "speaker=s3"], "empty-filter", [
      'Cannot choose records of "a.afd": none of 8 records passes the filter; `audiofield inspect` ' +
      "shows the lengths and values of records",
    ]],
    ["an empty filter", ["--where", ""], "invalid-where", [
      'Cannot read the filter at column 1: found the end, wanted a field, "not" or "("',
      "  ",
      "  ^",
    ]],
  ];

for (const [what, args, errorCode, lines] of refused) {
  Deno.test(`--where refuses ${what}`, async () => {
    using workspace = corpus();
    const { code, stdout, stderr } = await exported(workspace, ...args);
    assert.deepEqual([code, stdout], [2, ""]);
    const [first, ...rest] = lines;
    const shown = stderr.split("\n");
    assert.equal(shown[0], `error[UsageError/${errorCode}]: ${first}`);
    for (const line of rest) assert.ok(shown.includes(line), stderr);
    assert.deepEqual(workspace.list(), ["a.afd"]);
  });
}

Deno.test("inspect shows either one record or those that pass a filter", async () => {
  using workspace = corpus();
  const { code, stderr } = await workspace.run(
    ["inspect", "a.afd", "--record", "1", "--where", "speaker=s1"],
  );
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error\[UsageError\/arguments\]: .*leave out --where, or --record and --key/,
  );
});

Deno.test("a place is marked under its character, whatever stands before it", () => {
  const mark = (text: string, column: number) => pointedText({ text, column });
  assert.deepEqual(mark("abc", 2), ["  abc", "   ^"]);
  assert.deepEqual(mark("abc", 4), ["  abc", "     ^"]);
  assert.deepEqual(mark("日本=x", 3), ["  日本=x", "      ^"]);
  assert.deepEqual(mark("e\u0301=x", 3), ["  e\u0301=x", "   ^"]);
  assert.deepEqual(mark("a\tb\nc\u001b[31m\u202e", 5), ["  a b c [31m ", "      ^"]);
  assert.deepEqual(pointedText(undefined), []);
  const [line, caret] = mark(`${"x".repeat(1000)}!${"y".repeat(1000)}`, 1001);
  assert.equal(line, `  …${"x".repeat(50)}!${"y".repeat(29)}…`);
  assert.equal(line![caret!.indexOf("^")], "!");
});
