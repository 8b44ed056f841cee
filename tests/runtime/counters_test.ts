import assert from "node:assert/strict";
import { openSpeech, openSpeechAsync, type SpeechDataset } from "../../generated/speech.ts";
import { createDatasetWriter, openDataset, type SpectralBatch } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Folder, speechFile } from "./_speech.ts";

/** How many bytes and reads `run` takes from the dataset's storage. */
function cost(speech: SpeechDataset, run: () => unknown): { reads: number; bytes: number } {
  const { counters } = speech.file.storage;
  const before = { ...counters };
  run();
  return { reads: counters.reads - before.reads, bytes: counters.bytes - before.bytes };
}

for (const storage of ["mapped", "positioned", "memory"] as const) {
  Deno.test(`decodeWindow() reads exactly the window's bytes, ${storage}`, () => {
    using folder = new Folder();
    const path = speechFile(folder, [100_000, 10]);
    using speech = openSpeech(path, { storage, checksums: "never" });
    const out = new Int16Array(1_000);
    speech.audio.metadata.numSamples(0);
    const window = (start: number, count: number) =>
      cost(speech, () => speech.audio.decodeWindow(0, start, count, out));
    assert.deepEqual(window(50_000, 1_000), { reads: 1, bytes: 2_000 });
    assert.deepEqual(window(99_990, 1_000), { reads: 1, bytes: 20 });
    assert.deepEqual(window(100_000, 1_000), { reads: 0, bytes: 0 });
    assert.deepEqual(window(0, 0), { reads: 0, bytes: 0 });
    // Record 1's metadata is in the page that has already been read.
    assert.deepEqual(cost(speech, () => speech.audio.decode(1)), { reads: 1, bytes: 20 });
  });

  Deno.test(`decodeBatch() reads exactly the bytes of the clips that it keeps, ${storage}`, () => {
    using folder = new Folder();
    const path = speechFile(folder, [100, 0, 30]);
    using speech = openSpeech(path, { storage, checksums: "never" });
    using batch = speech.audio.allocateBatch(4, { maxSamples: 40, onLonger: "crop" });
    speech.audio.metadata.numSamples(0);
    const taken = cost(speech, () => speech.audio.decodeBatch([0, 1, 2, 2], batch));
    assert.deepEqual(taken, { reads: 3, bytes: 80 + 60 + 60 });
  });
}

Deno.test("decodeWindowBatch() reads exactly its windows' bytes", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [100_000, 50, 0]), { checksums: "never" });
  using batch = speech.audio.allocateBatch(4, { maxSamples: 1_000 });
  speech.audio.metadata.numSamples(0);
  const window = () =>
    speech.audio.decodeWindowBatch([0, 0, 1, 2], [0, 99_500, 20, 5], 1_000, batch);
  assert.deepEqual(cost(speech, window), { reads: 3, bytes: 2_000 + 1_000 + 60 });
  assert.deepEqual(batch.shape, [4, 1_000, 1]);
  assert.deepEqual([...batch.lengths], [1_000, 500, 30, 0]);
});

Deno.test("decodeWindowBatch() refuses anything but a window of each record", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [100]));
  using batch = speech.audio.allocateBatch(2, { maxSamples: 10 });
  const code = (indices: number[], starts: number[], count: number) => {
    try {
      speech.audio.decodeWindowBatch(indices, starts, count, batch);
      return undefined;
    } catch (cause) {
      return (cause as { code: string }).code;
    }
  };
  assert.equal(code([0], [0, 0], 5), "invalid-window");
  assert.equal(code([0], [-1], 5), "invalid-window");
  assert.equal(code([0], [0.5], 5), "invalid-window");
  assert.equal(code([0], [NaN], 5), "invalid-window");
  assert.equal(code([0], [0], -1), "invalid-window");
  assert.equal(code([0], [0], 11), "batch-too-small");
  assert.equal(code([0, 0, 0], [0, 0, 0], 1), "batch-too-small");
  assert.equal(code([1], [0], 1), "no-such-record");
  assert.equal(code([0], [2 ** 40], 10), undefined);
  assert.equal(batch.lengths[0], 0);
});

Deno.test("with checksums, decodeWindow() reads no more than its window and the blocks it touches", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [1_000_000]), { storage: "positioned" });
  const out = new Int16Array(1_000);
  speech.audio.metadata.numSamples(0);
  speech.audio.decodeWindow(0, 0, 1, out);
  const first = cost(speech, () => speech.audio.decodeWindow(0, 500_000, 1_000, out));
  assert.ok(first.bytes <= 2_000 + 2 * 65_536, `${first.bytes} bytes`);
  const again = cost(speech, () => speech.audio.decodeWindow(0, 500_000, 1_000, out));
  assert.deepEqual(again, { reads: 1, bytes: 2_000 });
});

Deno.test("opening reads a few kilobytes, however long the clips are", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [2_000_000]), { storage: "positioned" });
  assert.ok(speech.file.storage.counters.bytes < 4_096);
});

Deno.test("decodeWindowAsync() fetches only the window's blocks from a blob", async () => {
  using folder = new Folder();
  const path = speechFile(folder, [1_000_000]);
  using speech = await openSpeechAsync(new Blob([Deno.readFileSync(path)]));
  const out = new Int16Array(1_000);
  await speech.audio.decodeWindowAsync(0, 0, 1, out);
  const { counters } = speech.file.storage;
  const before = counters.bytes;
  assert.equal(await speech.audio.decodeWindowAsync(0, 500_000, 1_000, out), 1_000);
  assert.ok(counters.bytes - before <= 2 * 65_536, `${counters.bytes - before} bytes`);
  using reflective = openDataset(path);
  const { samples } = reflective.toRecord(0)["audio"] as { samples: Int16Array };
  assert.deepEqual(out, samples.slice(500_000, 501_000));
});

Deno.test("decodeWindowBatch() of features reads exactly its windows' rows", () => {
  using folder = new Folder();
  const { ir } = defineDataset("Mel", { mel: field.melSpectrogram() });
  const path = folder.file("mel.afd");
  const writer = createDatasetWriter(path, { ir });
  for (const frames of [20, 5]) {
    writer.append({ mel: { data: new Float32Array(80 * frames).fill(1), shape: [80, frames] } });
  }
  writer.finish();
  using dataset = openDataset(path, { checksums: "never" });
  const mel = dataset.field("mel");
  mel.metadata(0);
  const { counters } = dataset.file.storage;
  const before = { ...counters };
  const out = new Uint16Array(80 * 4);
  assert.equal(mel.decodeWindow?.(0, 3, 4, out), 4);
  assert.deepEqual(counters.bytes - before.bytes, 80 * 4 * 2);
  assert.deepEqual(counters.reads - before.reads, 80);
  assert.equal(mel.decodeWindow?.(1, 3, 4, out), 2);
  assert.deepEqual(counters.bytes - before.bytes, 80 * 6 * 2);
  using batch = mel.allocateBatch(2, { maxFrames: 4 }) as SpectralBatch;
  mel.decodeWindowBatch?.([0, 1], [3, 3], 4, batch);
  assert.deepEqual(counters.bytes - before.bytes, 2 * 80 * 6 * 2);
});
