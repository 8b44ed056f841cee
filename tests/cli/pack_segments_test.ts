/** Parts of audio files in manifests. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "data/train.jsonl", "out.afd"];
const samples = noise(48_000);

function withSegments(...segments: readonly unknown[]): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("data/long.wav", wavOf(samples));
  const lines = segments.map((audio) =>
    typeof audio === "string" ? audio : JSON.stringify({ audio })
  );
  workspace.write("data/train.jsonl", lines.join("\n"));
  return workspace;
}

Deno.test("pack takes parts of audio files from a manifest, in any order", async () => {
  const path = "long.wav";
  using workspace = withSegments(
    { path, startSeconds: 2, durationSeconds: 0.5 },
    { path, startSeconds: 0.25, durationSeconds: 1 },
    { path, durationSeconds: 0.00009 },
    { path, startSeconds: 2.5 },
    { path },
    { path, startSeconds: 0.5, durationSeconds: 2.5 },
  );
  const { code, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  const wanted = [[32_000, 40_000], [4_000, 20_000], [0, 1], [40_000], [0], [8_000, 48_000]];
  assert.equal(dataset.recordCount, wanted.length);
  for (const [record, [start, end]] of wanted.entries()) {
    const found = (dataset.field("audio").decode(record) as Waveform).samples;
    assert.deepEqual(found, samples.slice(start, end), `record ${record}`);
  }
});

const bad: readonly (readonly [what: string, audio: unknown, label: string, message: RegExp])[] = [
  [
    "a part past the end",
    { path: "long.wav", startSeconds: 2.5, durationSeconds: 1 },
    "AudioInputError/segment-past-end",
    /the file is 3 s long, but the segment wants audio from 2\.5 s to 3\.5 s/,
  ],
  [
    "a part that begins past the end",
    { path: "long.wav", startSeconds: 4 },
    "AudioInputError/segment-past-end",
    /the file is 3 s long/,
  ],
  [
    "a negative start",
    { path: "long.wav", startSeconds: -1 },
    "ManifestError/wrong-value",
    /expected startSeconds from 0 to 1e9 for "audio", got -1/,
  ],
  [
    "text as a start",
    { path: "long.wav", startSeconds: "1" },
    "ManifestError/wrong-value",
    /startSeconds .*got "1"/,
  ],
  [
    "null as a duration",
    { path: "long.wav", durationSeconds: null },
    "ManifestError/wrong-value",
    /durationSeconds above 0, up to 1e9 for "audio", got null/,
  ],
  [
    "a duration of 0",
    { path: "long.wav", durationSeconds: 0 },
    "ManifestError/wrong-value",
    /durationSeconds .*got 0/,
  ],
  [
    "an infinite start",
    '{"audio": {"path": "long.wav", "startSeconds": 1e999}}',
    "ManifestError/wrong-value",
    /startSeconds .*got Infinity/,
  ],
  [
    "NaN as a start",
    '{"audio": {"path": "long.wav", "startSeconds": NaN}}',
    "ManifestError/not-json",
    /isn't JSON/,
  ],
  [
    "another key",
    { path: "long.wav", endSeconds: 2 },
    "ManifestError/wrong-value",
    /expected only the keys path, startSeconds, durationSeconds, scale for "audio", got "endSeconds"/,
  ],
  [
    "a key twice",
    '{"audio": {"path": "long.wav", "path": "other.wav"}}',
    "ManifestError/repeated-key",
    /it gives "path" twice/,
  ],
  [
    "no path",
    { startSeconds: 1 },
    "ManifestError/wrong-value",
    /expected the path of a file for "audio", got nothing/,
  ],
  ["an array", [1], "ManifestError/wrong-value", /expected the path of a file/],
  ["no such file", { path: "short.wav" }, "FileError/not-found", /data\/short\.wav/],
];

for (const [what, audio, label, message] of bad) {
  Deno.test(`pack refuses ${what} in a manifest, or skips it`, async () => {
    using workspace = withSegments({ path: "long.wav" }, audio, { path: "long.wav" });
    const { code, stderr } = await workspace.run(pack);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith(`error[${label}]: Line 2 of "data/train.jsonl": `), stderr);
    assert.match(stderr, message);
    const skipping = await workspace.run([...pack, "--on-error", "skip"]);
    assert.equal(skipping.code, 0, skipping.stderr);
    assert.match(skipping.stdout, /^Packed 2 records/);
  });
}
