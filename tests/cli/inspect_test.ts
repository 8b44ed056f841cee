import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { rowsOf } from "./_table.ts";
import { Workspace } from "./_workspace.ts";

const Speech = defineDataset("Speech", {
  audio: field.waveform({ mono: false }),
  text: field.text({ default: "" }),
  blob: field.bytes(),
  id: field.uint64(),
  gain: field.float32(),
});

/** Four records: 0, ½, 1 and 10 seconds. */
function packed(): Workspace {
  const workspace = new Workspace();
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir: Speech.ir });
  [0, 8000, 16_000, 160_000].forEach((frames, index) => {
    writer.append({
      audio: { samples: noise(frames * 2), sampleRate: 16_000, channels: 2 },
      text: "🐢".repeat(index * 50),
      blob: new Uint8Array([index, 255]),
      id: 2n ** 63n + BigInt(index),
      gain: index === 0 ? NaN : index,
    });
  });
  writer.finish();
  return workspace;
}

Deno.test("inspect shows schema, shapes, totals and durations", async () => {
  using workspace = packed();
  const { code, stdout, stderr } = await workspace.run(["inspect", "a.afd"]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.match(stdout, /^a\.afd: 4 records of Speech, 7\d\d kB\n/);
  assert.match(stdout, new RegExp(`^fingerprint ${Speech.fingerprint}$`, "m"));
  const rows = rowsOf(stdout, "field");
  assert.equal(
    rows[1],
    'audio|waveform|sampleRate: 16000, mono: false, channels: "source", dtype: "int16", ' +
      'normalize: false, resample: "sinc"|(64, 160000, 2) int16|736 kB|512 kb/s|-|96 bytes',
  );
  assert.equal(rows[4], "id|uint64|-|(64) uint64|0 bytes|-|-|32 bytes");
  assert.match(stdout, /^durations of audio: 11\.5 s in all, 2\.88 s on average$/m);
  const bars = [...stdout.matchAll(/^ +([\d.]+) s +to +([\d.]+) s +(\d+)/gm)];
  assert.deepEqual(
    bars.filter(([, , , count]) => count !== "0").map(([, from, to]) => `${from}-${to}`),
    ["0-0.25", "0.5-0.75", "1-1.5", "8-12"],
  );
  assert.equal(bars.length, 12);
});

Deno.test("inspect shows coded audio's options, its frames and its index", async () => {
  using workspace = new Workspace();
  const { ir } = defineDataset("Coded", {
    audio: field.flac({ bits: 24 }),
    mix: field.stems({ names: ["a", "b"], coding: "flac" }),
    talk: field.chunkedWaveform({ chunkSeconds: 1 }),
  });
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir });
  const clip = { samples: noise(10_000), sampleRate: 16_000 };
  writer.append({ audio: clip, mix: { a: clip, b: clip }, talk: clip });
  writer.append({ audio: clip, mix: { b: clip }, talk: clip });
  writer.finish();
  const { code, stdout } = await workspace.run(["inspect", "a.afd"]);
  assert.equal(code, 0);
  const rows = rowsOf(stdout, "field");
  assert.match(rows[1]!, /^audio\|flac\|sampleRate: 16000, bits: 24\|\(64, 10000, 1\) int32\|/);
  assert.match(rows[3]!, /^talk\|chunkedWaveform\|sampleRate: 16000, chunkSeconds: 1\|/);
  assert.match(stdout, /^coded +frames +streams +index$/m);
  assert.match(stdout, /^talk +20,000 +40 kB +0 bytes$/m);
  const { fields } = JSON.parse((await workspace.run(["inspect", "a.afd", "--json"])).stdout);
  const [audio, mix, talk] = fields;
  // Three points and an end of 16 bytes for each track, plus alignment.
  assert.ok(audio.totals.indexBytes >= 2 * 4 * 16 && audio.totals.indexBytes < 2 * (4 * 16 + 8));
  assert.ok(mix.totals.indexBytes >= 3 * 4 * 16 && mix.totals.indexBytes < 3 * 4 * 16 + 16);
  assert.equal(talk.totals.indexBytes, 0);
  assert.equal(audio.options.compressionLevel, 5);
});

Deno.test("inspect --json prints one document", async () => {
  using workspace = packed();
  const { code, stdout, stderr } = await workspace.run(["inspect", "a.afd", "--json"]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  const { fields, ...document } = JSON.parse(stdout);
  using dataset = openDataset(workspace.path("a.afd"));
  const { identity } = dataset.file;
  assert.deepEqual(document, {
    dataset: "Speech",
    fingerprint: Speech.fingerprint,
    identity,
    records: 4,
    bytes: Deno.statSync(workspace.path("a.afd")).size,
  });
  assert.equal(fields.length, 5);
  assert.deepEqual(fields[0], {
    name: "audio",
    kind: "waveform",
    type: 20,
    options: {
      sampleRate: 16_000,
      mono: false,
      channels: "source",
      dtype: "int16",
      normalize: false,
      resample: "sinc",
    },
    totals: {
      payloadBytes: 736_000,
      metadataBytes: 96,
      maxPayloadBytes: 640_000,
      length: 184_000,
      maxLength: 160_000,
      maxWidth: 2,
      seconds: 11.5,
      bitrate: 512_000,
    },
    batch: { size: 64, shape: [64, 160_000, 2], dtype: "int16", bytes: 40_960_000 },
  });
});

Deno.test("inspect --record shows a record's metadata and the beginning of its values", async () => {
  using workspace = packed();
  const text = await workspace.run(["inspect", "a.afd", "--record", "2"]);
  assert.equal(text.code, 0);
  const [, audio] = rowsOf(text.stdout, "field");
  assert.match(audio!, /^audio\|.* numSamples 16000, durationMs 1000, .* channels 2/);
  assert.match(text.stdout, /^id +9223372036854775810$/m);
  const { stdout } = await workspace.run(["inspect", "a.afd", "--record", "2", "--json"]);
  const { dataset, record } = JSON.parse(stdout);
  assert.equal(dataset, "Speech");
  assert.equal(record.index, 2);
  assert.deepEqual(record.fields.audio.preview, [...noise(8)]);
  assert.equal(record.fields.audio.metadata.durationMs, 1000);
  assert.equal(record.fields.text.preview, `${"🐢".repeat(80)}…`);
  assert.equal(record.fields.blob.preview, "02 ff");
  assert.deepEqual(record.fields.id, {
    metadata: { value: "9223372036854775810" },
    preview: "9223372036854775810",
  });
  const first = await workspace.run(["inspect", "a.afd", "--record", "0", "--json"]);
  assert.equal(JSON.parse(first.stdout).record.fields.gain.preview, "NaN");
});

Deno.test("inspect refuses a record that doesn't exist", async () => {
  using workspace = packed();
  for (const json of [[], ["--json"]]) {
    const args = ["inspect", "a.afd", "--record", "4", ...json];
    const { code, stdout, stderr } = await workspace.run(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^error\[UsageError\/no-such-record\]: .*has 4 records; the last record is 3/,
    );
  }
});

Deno.test("inspect gives the same answer for an impossibly large record number", async () => {
  using workspace = packed();
  const { code, stderr } = await workspace.run([
    "inspect",
    "a.afd",
    "--record",
    "9999999999999999999",
  ]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error\[UsageError\/no-such-record\]: Cannot show record 9999999999999999999: /,
  );
});

Deno.test("inspect shows the channel of mono audio without records", async () => {
  using workspace = new Workspace();
  const { ir } = defineDataset("Mono", { audio: field.waveform() });
  createDatasetWriter(workspace.path("a.afd"), { ir }).finish();
  assert.match((await workspace.run(["inspect", "a.afd"])).stdout, /\(64, 0, 1\) int16/);
});

Deno.test("inspect shows how far audio with one channel count was compressed", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.chunkedWaveform({ chunkSeconds: 1 })");
  workspace.write("in/a.wav", wavOf(noise(16_000)));
  assert.equal((await workspace.run(["pack", "speech.schema.ts", "in", "out.afd"])).code, 0);
  const { stdout } = await workspace.run(["inspect", "out.afd"]);
  assert.match(rowsOf(stdout, "field")[1]!, /int16\|32 kB\|256 kb\/s\|1\.00\|64 bytes$/);
});

Deno.test("inspect fits 100 columns when its output isn't a terminal, and loses nothing", async () => {
  using workspace = new Workspace();
  const { ir } = defineDataset("Wide", {
    a_field_with_a_long_name_that_says_what_it_is_for: field.waveform({ channels: 2 }),
    mel: field.melSpectrogram({ from: "a_field_with_a_long_name_that_says_what_it_is_for" }),
    text: field.text(),
  });
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir });
  const text = `${"漢字".repeat(30)} ${"word".repeat(10)}`;
  const clip = { samples: noise(32_000), sampleRate: 16_000, channels: 2 };
  writer.append({ a_field_with_a_long_name_that_says_what_it_is_for: clip, text });
  writer.finish();
  for (const args of [[], ["--buckets"], ["--record", "0"]]) {
    const { code, stdout, stderr } = await workspace.run(["inspect", "a.afd", ...args]);
    assert.equal(code, 0, stderr);
    assert.ok(!stdout.includes("…") || args[0] === "--record");
    for (const line of stdout.split("\n")) {
      const wide = line.match(/[\u3000-\u9fff]/g)?.length ?? 0;
      assert.ok(line.length + wide <= 100, line);
    }
  }
  const { stdout } = await workspace.run(["inspect", "a.afd", "--record", "0"]);
  assert.equal(stdout.match(/漢/g)?.length, 30);
});

Deno.test("inspect --buckets shows what padding costs each field with a duration", async () => {
  using workspace = packed();
  const text = await workspace.run(["inspect", "a.afd", "--buckets"]);
  assert.equal(text.stderr, "");
  assert.match(text.stdout, /^padding of audio, in batches of up to 64:$/m);
  assert.match(text.stdout, /^ +as in the file +1 +4\.0 +71\.3 % +640,000$/m);
  assert.match(text.stdout, /^ +buckets, maxPadding 0\.1 +4 +1\.0 +0\.0 % +160,000$/m);
  const { stdout } = await workspace.run(["inspect", "a.afd", "--buckets", "--json"]);
  const { buckets } = JSON.parse(stdout);
  assert.equal(buckets.length, 1);
  assert.deepEqual([buckets[0].field, buckets[0].batchSize], ["audio", 64]);
  assert.deepEqual(buckets[0].costs[0], {
    order: "file",
    maxPadding: null,
    batches: 1,
    meanRecords: 4,
    padding: 1 - 184_000 / 640_000,
    largest: 640_000,
  });
});

Deno.test("inspect shows what fields mean", async () => {
  using workspace = new Workspace();
  const { ir } = defineDataset("Clips", {
    audio: field.flac({ means: "label" }),
    speaker: field.uint32({ means: "speaker", default: 3 }),
    blob: field.bytes(),
  });
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir });
  writer.append({
    audio: { samples: noise(100), sampleRate: 16_000 },
    blob: new Uint8Array(1),
  });
  writer.finish();
  const rows = rowsOf((await workspace.run(["inspect", "a.afd"])).stdout, "field");
  assert.match(rows[1]!, /^audio\|flac\|means: "label", sampleRate: 16000\|/);
  assert.match(rows[2]!, /^speaker\|uint32\|means: "speaker", default: 3\|/);
  assert.match(rows[3]!, /^blob\|bytes\|-\|/);
  const { fields } = JSON.parse((await workspace.run(["inspect", "a.afd", "--json"])).stdout);
  assert.deepEqual(fields.map(({ means }: { means?: string }) => means), [
    "label",
    "speaker",
    undefined,
  ]);
  assert.ok(!("means" in fields[0].options));
});
