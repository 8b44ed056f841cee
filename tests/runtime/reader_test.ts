import assert from "node:assert/strict";
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { openDataset } from "../../runtime/mod.ts";
import { clip, errorOf, Folder, speechFile } from "./_speech.ts";

const nowhere = [-1, 3, 0.5, NaN, Infinity, -Infinity, 2 ** 32, 2 ** 32 + 1, 2 ** 53];

Deno.test("every way of reading refuses records that don't exist", () => {
  using folder = new Folder();
  const path = speechFile(folder, [3, 0, 5]);
  using speech = openSpeech(path);
  using reflective = openDataset(path);
  using batch = speech.audio.allocateBatch(4);
  const scalars = speech.speaker.allocateBatch(4);
  const texts = speech.transcript.allocateBatch(4);
  const out = new Int16Array(4);
  const reads: ((index: number) => unknown)[] = [
    (index) => speech.toRecord(index),
    (index) => speech.audio.decode(index),
    (index) => speech.audio.extent(index),
    (index) => speech.audio.decodeWindow(index, 0, 1, out),
    (index) => speech.audio.metadata.numSamples(index),
    (index) => speech.audio.metadata.channels(index),
    (index) => speech.speaker.decode(index),
    (index) => speech.transcript.decode(index),
    (index) => speech.transcript.metadata.byteLength(index),
    (index) => speech.audio.decodeBatch([0, index], batch),
    (index) => speech.speaker.decodeBatch([0, index], scalars),
    (index) => speech.transcript.decodeBatch([0, index], texts),
    (index) => reflective.toRecord(index),
    (index) => reflective.field("audio").metadata(index),
  ];
  for (const read of reads) {
    for (const index of nowhere) {
      const error = errorOf(() => read(index));
      assert.deepEqual([error.name, error.code], ["UsageError", "no-such-record"], `${read}`);
      assert.ok(error.message.includes(`of record ${index} in "${path}"`));
      assert.match(error.message, /: its records are numbered from 0 to 2$/);
    }
    assert.doesNotThrow(() => read(-0));
  }
});

Deno.test("the asynchronous ways of reading refuse them too", async () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3, 0, 5]));
  using batch = speech.audio.allocateBatch(1);
  const out = new Int16Array(4);
  for (const index of nowhere) {
    const wanted = { name: "UsageError", code: "no-such-record" };
    await assert.rejects(speech.toRecordAsync(index), wanted);
    await assert.rejects(speech.audio.decodeBatchAsync([index], batch), wanted);
    await assert.rejects(speech.audio.decodeWindowAsync(index, 0, 1, out), wanted);
    await assert.rejects(speech.speaker.prefetch([index]), wanted);
  }
});

Deno.test("a file without records opens, and says that it has none when one is read", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, []));
  assert.equal(speech.recordCount, 0);
  using batch = speech.audio.allocateBatch(4);
  speech.audio.decodeBatch([], batch);
  assert.deepEqual(batch.shape, [0, 0, 1]);
  assert.match(errorOf(() => speech.toRecord(0)).message, /: it has no records$/);
});

for (const storage of ["mapped", "positioned", "memory"] as const) {
  Deno.test(`a closed dataset gives an error that says so, ${storage}`, async () => {
    using folder = new Folder();
    const path = speechFile(folder, [3, 4]);
    const speech = openSpeech(path, { storage });
    using batch = speech.audio.allocateBatch(2);
    speech.audio.decodeBatch([0, 1], batch);
    const samples = batch.data.slice();
    const texts = speech.transcript.allocateBatch(2);
    speech.close();
    speech.close();
    const reads = [
      () => speech.toRecord(0),
      () => speech.audio.decodeBatch([0], batch),
      () => speech.audio.decodePlanned(batch),
      () => speech.audio.decodeWindow(0, 0, 1, new Int16Array(1)),
      () => speech.transcript.decodeBatch([1], texts),
      () => speech.speaker.decode(0),
      () => speech.audio.metadata.dataPtr(1),
    ];
    for (const read of reads) {
      const error = errorOf(read);
      assert.deepEqual([error.name, error.code, error.file], ["UsageError", "closed", path]);
    }
    await assert.rejects(speech.toRecordAsync(0), { code: "closed" });
    await assert.rejects(speech.audio.decodeBatchAsync([0], batch), { code: "closed" });
    assert.deepEqual(batch.data, samples, "a batch stays as it was");
  });
}

Deno.test("decodeWindow() refuses invalid windows, and destinations that are too small", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [9]));
  const out = new Int16Array(4);
  for (const [start, count] of [[-1, 2], [0, -1], [0.5, 1], [0, NaN], [2 ** 53, 1]] as const) {
    const error = errorOf(() => speech.audio.decodeWindow(0, start, count, out));
    assert.deepEqual([error.name, error.code], ["UsageError", "invalid-window"]);
  }
  const small = errorOf(() => speech.audio.decodeWindow(0, 0, 5, out));
  assert.deepEqual([small.name, small.code], ["UsageError", "destination-too-small"]);
  assert.deepEqual([small.found, small.wanted], [4, 5]);
  assert.deepEqual([...out], [0, 0, 0, 0]);
});

Deno.test("records are read as they were written, across pages of the tables", () => {
  using folder = new Folder();
  const path = folder.file("many.afd");
  const count = 2 * 4_096 + 3;
  {
    using writer = createSpeechWriter(path);
    for (let index = 0; index < count; index++) writer.append(clip(index % 7, index));
  }
  using speech = openSpeech(path);
  using reflective = openDataset(path);
  assert.equal(speech.recordCount, count);
  const edges = [0, 1, 4_095, 4_096, 4_097, 8_191, 8_192, count - 1];
  for (const index of edges) {
    const { audio, speaker, transcript } = speech.toRecord(index);
    assert.deepEqual([speaker, transcript], [index, `from ${index}`]);
    assert.equal(audio.samples.length, index % 7);
    assert.equal(audio.samples[0], index % 7 === 0 ? undefined : index);
    assert.deepEqual(speech.toRecord(index), reflective.toRecord(index));
  }
  const all = Uint32Array.from({ length: count }, (_, index) => count - 1 - index);
  const scalars = speech.speaker.allocateBatch(count);
  speech.speaker.decodeBatch(all, scalars);
  assert.deepEqual(scalars.data, all);
});

Deno.test("openSpeech() refuses a file of a different dataset", () => {
  const golden = new URL("../golden/varied_v1.afd", import.meta.url);
  const error = errorOf(() => openSpeech(golden));
  assert.deepEqual([error.name, error.code], ["FormatError", "other-schema"]);
  assert.deepEqual([error.found, error.wanted], ["Varied", "Speech"]);
  assert.match(
    error.message,
    /as Speech: the file holds the dataset "Varied", not "Speech"; use the module generated from/,
  );
});
