/** maxTotal: batches with as much room as their rows need together. */
import assert from "node:assert/strict";
import { openTokens } from "../../generated/tokens.ts";
import { openSpeech } from "../../generated/speech.ts";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { MappedStorage } from "../../runtime/storage/mapped.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { errorOf, Folder, speechFile } from "./_speech.ts";

Deno.test("maxTotal determines a batch's size, whatever its longest clip and its rows", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [1_000_000, 3, 10, 10]));
  const { storage } = speech.file;
  using batch = speech.audio.allocateBatch(64, { padTo: "batch", maxTotal: 30 });
  assert.deepEqual([batch.capacity, batch.maxTotal, batch.maxSamples], [64, 30, 1_000_000]);
  assert.deepEqual([batch.byteLength, batch.data.length], [60, 30]);
  if (storage instanceof MappedStorage) assert.ok(batch.block.owner === storage.range);
  speech.audio.decodeBatch([2, 1, 3], batch);
  assert.deepEqual(batch.shape, [3, 10, 1]);
  assert.deepEqual([...batch.lengths.subarray(0, 3)], [10, 3, 10]);
  assert.deepEqual([...batch.data.subarray(8, 15)], [2009, 2010, 1001, 1002, 1003, 0, 0]);
  using whole = speech.audio.allocateBatch(2, { padTo: "batch", maxTotal: 2 ** 40 });
  assert.equal(whole.maxTotal, 2_000_000, "no more than its rows can hold");
});

Deno.test("decodeBatch() and decodeWindowBatch() refuse more than maxTotal, and say what is needed", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [30, 3, 10]));
  const { audio } = speech;
  for (const dtype of [{}, { dtype: "float32" } as const]) {
    using batch = audio.allocateBatch(8, { padTo: { multipleOf: 4 }, maxTotal: 36, ...dtype });
    const error = errorOf(() => audio.decodeBatch([1, 2, 1, 2], batch));
    assert.deepEqual(
      [error.name, error.code, error.found, error.wanted],
      ["UsageError", "batch-too-small", 48, 36],
    );
    assert.equal(
      error.message,
      "Cannot decode 4 records as rows of 12 samples: they take 48 in total, but the batch has room " +
        "for 36; allocate it with maxTotal: 48, or decode fewer records at once",
    );
    audio.decodeBatch([1, 2, 1], batch);
    assert.deepEqual(batch.shape, [3, 12, 1]);
    const windows = errorOf(() => audio.decodeWindowBatch([0, 0, 0, 0], [0, 1, 2, 3], 10, batch));
    assert.deepEqual([windows.code, windows.found, windows.wanted], ["batch-too-small", 40, 36]);
    audio.decodeWindowBatch([0, 0, 0, 0], [0, 1, 2, 3], 9, batch);
    assert.deepEqual(batch.shape, [4, 9, 1]);
    // The number of rows is checked first: no total makes a batch hold more.
    const rows = errorOf(() => audio.decodeBatch(new Uint8Array(9), batch));
    assert.deepEqual([rows.code, rows.found, rows.wanted], ["batch-too-small", 9, 8]);
  }
});

Deno.test("a refused batch can't be written beyond its block", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [5_000, 5_000]), { storage: "mapped" });
  const { audio } = speech;
  using batch = audio.allocateBatch(2, { padTo: "batch", maxTotal: 5_000 });
  using neighbour = audio.allocateBatch(2);
  audio.decodeBatch([0, 1], neighbour);
  const before = neighbour.data.slice();
  assert.equal(errorOf(() => audio.decodeBatch([1, 0], batch)).code, "batch-too-small");
  // A caller that continues anyway.
  assert.throws(() => audio.decodePlanned(batch), /Cannot copy to byte/);
  assert.ok(neighbour.data.every((sample, at) => sample === before[at]));
});

const Kinds = defineDataset("Kinds", {
  audio: field.waveform({ sampleRate: 16_000 }),
  coded: field.flac({ sampleRate: 16_000 }),
  stems: field.stems({ names: ["a", "b"], sampleRate: 16_000 }),
  long: field.chunkedWaveform({ sampleRate: 16_000, chunkSeconds: 1 }),
  mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
  codes: field.codecTokens({ nCodebooks: 3, vocabSize: 1024, frameRate: 75 }),
});

Deno.test("maxTotal is checked like other options, by every kind that pads", () => {
  using folder = new Folder();
  const path = `${folder.path}/kinds.afd`;
  {
    using writer = createDatasetWriter(path, { ir: Kinds.ir });
    const clip = { samples: new Int16Array(4000), sampleRate: 16_000 };
    const codes = { data: new Uint16Array(6), shape: [3, 2] };
    writer.append({ audio: clip, coded: clip, long: clip, stems: { a: clip, b: null }, codes });
  }
  using dataset = openDataset(path);
  const bytes: Record<string, number> = {
    audio: 2,
    coded: 2,
    stems: 2 * 2,
    long: 2,
    mel: 80 * 2,
    codes: 3 * 2,
  };
  for (const name of Object.keys(bytes)) {
    const reader = dataset.field(name);
    const allocate = (options: object) => () => reader.allocateBatch(4, options);
    for (const maxTotal of [-1, 0.5, NaN, Infinity, "7"]) {
      const error = errorOf(allocate({ padTo: "batch", maxTotal }));
      assert.deepEqual([error.name, error.code], ["UsageError", "invalid-batch"], name);
      assert.match(error.message, /expected maxTotal of at least 0, got /);
    }
    for (const padTo of [{}, { padTo: "dataset" }]) {
      const error = errorOf(allocate({ ...padTo, maxTotal: 7 }));
      assert.deepEqual([error.name, error.code], ["UsageError", "contradiction"], name);
      assert.match(error.message, /pass padTo: "batch"/);
    }
    const batch = reader.allocateBatch(4, { padTo: "batch", maxTotal: 3 }) as {
      byteLength: number;
    };
    assert.equal(batch.byteLength, 3 * bytes[name]!, name);
  }
});

Deno.test("tokens have room for special tokens in addition to their total", () => {
  using folder = new Folder();
  const path = `${folder.path}/tokens.afd`;
  const { ir } = defineDataset("Tokens", {
    codes: field.codecTokens({ preset: "encodec-24khz-6kbps" }),
  });
  {
    using writer = createDatasetWriter(path, { ir });
    for (const frames of [900, 2, 3]) {
      const data = Uint16Array.from({ length: 8 * frames }, (_, at) => at);
      writer.append({ codes: { data: data.map((token) => token % 1024), shape: [8, frames] } });
    }
  }
  using tokens = openTokens(path);
  using batch = tokens.codes.allocateBatch(5, {
    padTo: "batch",
    maxTotal: 6,
    order: "firstAndRest",
    beginToken: 1,
    endToken: 2,
    dtype: "int32",
  });
  // Five rows with two special tokens, six tokens of the first codebook, and six times seven others.
  assert.deepEqual([batch.data.length, batch.rest.length], [5 * 2 + 6, 6 * 7]);
  tokens.codes.decodeBatch([1, 2], batch);
  assert.deepEqual([batch.shape, batch.restShape], [[2, 5], [2, 7, 3]]);
  assert.deepEqual([...batch.data.subarray(0, 10)], [1, 0, 1, 2, 0, 1, 0, 1, 2, 2]);
  assert.deepEqual([...batch.rest.subarray(0, 6)], [2, 3, 0, 4, 5, 0]);
});
