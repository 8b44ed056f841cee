/** Files whose checksums are right but whose claims aren't: an error, or little memory. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openDataset } from "../../runtime/mod.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import { encodeDirectory } from "../../runtime/container/directory.ts";
import { maxJsonBytes } from "../../runtime/container/limits.ts";
import { encodeTrailer } from "../../runtime/container/trailer.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field, fieldKinds } from "../../schema/mod.ts";
import { Workspace } from "../cli/_workspace.ts";
import { hostileKinds, liesOf, readHostile, soundFiles } from "./_hostile.ts";
import { openCode, typedCode } from "./_reads.ts";
import { Tampered, tampered, withSchema } from "./_tamper.ts";
import { smallFile } from "./_small.ts";
import { packed } from "./_varied.ts";

for (const sound of soundFiles()) {
  Deno.test(`no false claim in a file of ${sound.what} takes more memory than the file could need`, async () => {
    assert.equal(verifyFile(sound.bytes).ok, true, "the file is sound to begin with");
    await readHostile({ what: sound.what, bytes: sound.bytes }, sound.ratio);
    let lies = 0;
    for (const lie of liesOf(sound)) {
      await readHostile(lie, sound.ratio);
      lies++;
    }
    assert.ok(lies > 25);
  });
}

Deno.test("every kind has a file that false claims are made in; of numbers, one is enough", () => {
  const found = hostileKinds();
  const missing = fieldKinds().filter(({ kind, role }) => role !== "scalar" && !found.has(kind));
  assert.deepEqual(missing.map(({ kind }) => kind), [], "add it to tests/container/_hostile.ts");
  assert.ok(fieldKinds().some(({ kind, role }) => role === "scalar" && found.has(kind)));
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

Deno.test("a schema text of many megabytes, or of many levels, isn't parsed", () => {
  const sound = smallFile();
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const start = performance.now();
  assert.equal(openCode(withSchema(sound, nested(33), sha256)), "schema");
  for (const filler of ["[],", "{},"]) {
    const text = `[${filler.repeat(maxJsonBytes / 3)}0]`;
    const before = Deno.memoryUsage().heapUsed;
    assert.equal(openCode(withLargeSchema(sound, text)), "schema");
    assert.ok(Deno.memoryUsage().heapUsed - before < 32 * maxJsonBytes);
  }
  assert.ok(performance.now() - start < 10_000);
});

Deno.test("a schema can't make a batch huge with padding that nobody asked for", () => {
  const long = { chunkSeconds: 200_000, sampleRate: 16_000 };
  const { ir } = defineDataset("Chunks", { value: field.chunkedWaveform(long) });
  const samples = new Int16Array(50).fill(1);
  using chunks = openDataset(packed(ir, [{ value: { samples, sampleRate: 16_000 } }]));
  const reader = chunks.field("value");
  assert.equal(typedCode(() => reader.allocateBatch(1)), "batch-too-large");
  const batch = reader.allocateBatch(1, { maxSamples: 50 });
  reader.decodeBatch([0], batch);
  assert.deepEqual((batch as { data: Int16Array }).data, samples);

  const padded = { padSeconds: 3600, hopLength: 8, nFft: 16, nMels: 4, framing: "stft" } as const;
  const mel = field.melSpectrogram({ ...padded, center: true, sampleRate: 192_000 });
  const features = defineDataset("Features", { value: mel });
  const value = { samples: new Int16Array(64), sampleRate: 192_000 };
  using dataset = openDataset(packed(features.ir, [{ value }]));
  assert.equal(typedCode(() => dataset.field("value").allocateBatch(1)), "batch-too-large");
  dataset.field("value").allocateBatch(1, { maxFrames: 20 });
});

Deno.test("verifyFile() doesn't decode a shared payload once per record", () => {
  const { ir } = defineDataset("Texts", { value: field.text() });
  const long = "x".repeat(2 ** 20);
  const values = [long, ...new Array(4000).fill("")];
  const bytes = tampered(packed(ir, values.map((value) => ({ value }))), (file) => {
    // All records name the first one's payload.
    const [from, { itemSize }] = [file.recordAt(0, 0), file.directory.fields[0]!];
    for (let record = 1; record < values.length; record++) {
      file.bytes.copyWithin(file.recordAt(0, record), from, from + itemSize);
    }
  });
  const start = performance.now();
  assert.equal(verifyFile(bytes).ok, false);
  assert.ok(performance.now() - start < 5000);
  using dataset = openDataset(bytes);
  // They can still be decoded, a batch at a time.
  const batch = dataset.field("value").allocateBatch(3);
  dataset.field("value").decodeBatch([1, 2, 3], batch);
  assert.equal((batch as { values: string[] }).values[2], long);
});

Deno.test("genuinely sparse data is accepted: a minute of silence in FLAC, 8 channels", () => {
  const { ir } = defineDataset("Silence", { value: field.flac({ channels: 8 }) });
  const samples = new Int16Array(8 * 16_000 * 60);
  const bytes = packed(ir, [{ value: { samples, sampleRate: 16_000, channels: 8 } }]);
  assert.ok(bytes.length < samples.byteLength / 500, `it takes ${bytes.length} bytes`);
  assert.equal(verifyFile(bytes).ok, true);
  using dataset = openDataset(bytes);
  const batch = dataset.field("value").allocateBatch(1) as { data: Int16Array };
  dataset.field("value").decodeBatch([0], batch);
  assert.equal(batch.data.length, samples.length);
});

Deno.test("commands report a file that claims too much, and fail", async () => {
  using workspace = new Workspace();
  const lying = tampered(smallFile(), (file) => file.setU64(file.entryAt(0) + 56, 2 ** 40));
  workspace.write("lie.afd", lying);
  const commands = [
    ["inspect", "lie.afd"],
    ["verify", "lie.afd"],
    ["export", "lie.afd", "--field", "audio", "--out", "out"],
    ["bench", "lie.afd"],
  ];
  for (const args of commands) {
    const { code, stdout, stderr } = await workspace.run(args);
    assert.notEqual(code, 0, args[0]);
    assert.match(stdout + stderr, /totals|directory claims a longest record of 1099511627776/);
    assert.doesNotMatch(stderr, /error\[bug\]/);
  }
});

/** {@link withSchema} for a text that takes too long to copy number by number. */
function withLargeSchema(sound: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const schema = new TextEncoder().encode(text);
  const [{ directory, trailer }, padding] = [new Tampered(sound), new Uint8Array(64)];
  const gap = (length: number, multiple: number) => -length & (multiple - 1);
  const encoded = encodeDirectory({
    ...directory,
    irLength: schema.length,
    fingerprint: sha256(schema),
  });
  const before = gap(schema.length, 8);
  const after = gap(schema.length + before + encoded.length, 64);
  const tail = joined(schema, padding.subarray(0, before), encoded, padding.subarray(0, after));
  const end = encodeTrailer({
    ...trailer,
    directoryOffset: trailer.tailOffset + schema.length + before,
    directoryLength: encoded.length,
    tailChecksum: crc32(tail),
    fileLength: trailer.tailOffset + tail.length + 64,
  });
  return joined(sound.subarray(0, trailer.tailOffset), tail, end);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
