import assert from "node:assert/strict";
import { openSpeech } from "../../generated/speech.ts";
import { openDataset } from "../../runtime/mod.ts";
import { errorOf, Folder, speechFile } from "./_speech.ts";

const storages = ["mapped", "positioned", "memory"] as const;

Deno.test("allocateBatch() knows shape, type and bytes before anything is read", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3, 10, 0]));
  const { counters } = speech.file.storage;
  const before = { ...counters };
  using batch = speech.audio.allocateBatch(5);
  assert.deepEqual([batch.capacity, batch.maxSamples, batch.dtype], [5, 10, "int16"]);
  assert.deepEqual([batch.byteLength, batch.data.length], [100, 50]);
  using padded = speech.audio.allocateBatch(5, { padTo: { multipleOf: 8 } });
  assert.equal(padded.byteLength, 5 * 16 * 2);
  assert.deepEqual(counters, before);
});

Deno.test("allocateBatch() throws typed errors for sizes that make no sense", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3]));
  using reflective = openDataset(speech.file.name);
  const allocations: ((size: number) => unknown)[] = [
    (size) => speech.audio.allocateBatch(size),
    (size) => speech.audio.allocateBatch(size, { maxSamples: 0 }),
    (size) => speech.speaker.allocateBatch(size),
    (size) => speech.transcript.allocateBatch(size),
    ...["audio", "speaker", "transcript"].map((name) => (size: number) =>
      reflective.field(name).allocateBatch(size)
    ),
  ];
  for (const allocate of allocations) {
    for (const size of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      const error = errorOf(() => allocate(size));
      assert.deepEqual([error.name, error.code], ["UsageError", "invalid-batch"]);
    }
    for (const size of [2 ** 53 - 1, 2 ** 45]) {
      const error = errorOf(() => allocate(size));
      assert.deepEqual([error.name, error.code], ["UsageError", "batch-too-large"]);
    }
  }
});

Deno.test("allocateBatch() throws typed errors for options that make no sense", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3]));
  const wrong = [
    { maxSamples: -1 },
    { maxSamples: 0.5 },
    { maxSamples: NaN },
    { padTo: { multipleOf: 0 } },
    { padTo: { multipleOf: -2 } },
    { padTo: { multipleOf: 1.5 } },
  ];
  for (const options of wrong) {
    const error = errorOf(() => speech.audio.allocateBatch(1, options));
    assert.deepEqual([error.name, error.code], ["UsageError", "invalid-batch"]);
  }
  for (const maxSamples of [2 ** 50, 2 ** 53 - 1]) {
    const error = errorOf(() => speech.audio.allocateBatch(64, { maxSamples }));
    assert.deepEqual([error.code, error.field], ["batch-too-large", "audio"]);
    assert.match(error.message, /; pass a smaller maxSamples$/);
  }
});

Deno.test("decodeBatch() refuses more records than the batch has room for", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3, 4]));
  using batch = speech.audio.allocateBatch(2);
  const error = errorOf(() => speech.audio.decodeBatch([0, 1, 0], batch));
  assert.deepEqual([error.name, error.code], ["UsageError", "batch-too-small"]);
  assert.deepEqual([error.found, error.wanted], [3, 2]);
  const texts = speech.transcript.allocateBatch(1);
  const tooSmall = errorOf(() => speech.transcript.decodeBatch([0, 1], texts));
  assert.equal(tooSmall.code, "batch-too-small");
});

Deno.test("decodeBatch() refuses clips longer than the batch, or crops them when asked to", () => {
  using folder = new Folder();
  const path = speechFile(folder, [3, 10]);
  using speech = openSpeech(path);
  using strict = speech.audio.allocateBatch(2, { maxSamples: 5 });
  const error = errorOf(() => speech.audio.decodeBatch([0, 1], strict));
  assert.deepEqual([error.name, error.code], ["UsageError", "longer-than-batch"]);
  assert.deepEqual([error.field, error.record, error.found, error.wanted], ["audio", 1, 10, 5]);
  assert.equal(
    error.message,
    `Cannot decode "audio" of record 1 in "${path}": it has 10 samples, but the batch has ` +
      'room for 5; allocate it with a larger maxSamples, or with onLonger: "crop"',
  );
  using crop = speech.audio.allocateBatch(2, { maxSamples: 5, onLonger: "crop" });
  speech.audio.decodeBatch([0, 1], crop);
  assert.deepEqual([...crop.data], [1, 2, 3, 0, 0, 1001, 1002, 1003, 1004, 1005]);
  assert.deepEqual([...crop.lengths], [3, 5]);
});

for (const storage of storages) {
  Deno.test(`decodeBatch() leaves nothing of the previous batch in its rows, ${storage}`, () => {
    using folder = new Folder();
    using speech = openSpeech(speechFile(folder, [10, 1, 0]), { storage });
    using batch = speech.audio.allocateBatch(3);
    speech.audio.decodeBatch([0, 0, 0], batch);
    speech.audio.decodeBatch([2, 1, 2], batch);
    const row = new Array(10).fill(0);
    assert.deepEqual([...batch.data], [...row, 1001, ...row.slice(1), ...row]);
  });

  Deno.test(`batches have their own zeroed memory, whatever was there before, ${storage}`, () => {
    using folder = new Folder();
    using speech = openSpeech(speechFile(folder, [3_000, 5_000]), { storage });
    for (let round = 0; round < 5; round++) {
      using one = speech.audio.allocateBatch(2 + round);
      using other = speech.audio.allocateBatch(3);
      assert.ok(one.data.every((sample) => sample === 0));
      assert.ok(other.data.every((sample) => sample === 0));
      speech.audio.decodeBatch([0, 1], one);
      const kept = one.data.slice();
      speech.audio.decodeBatch([1, 0, 1], other);
      assert.deepEqual(one.data, kept);
    }
  });

  Deno.test(`a disposed batch can't be decoded into, ${storage}`, async () => {
    using folder = new Folder();
    using speech = openSpeech(speechFile(folder, [3_000]), { storage });
    const gone = speech.audio.allocateBatch(2);
    gone[Symbol.dispose]();
    gone[Symbol.dispose]();
    using next = speech.audio.allocateBatch(2);
    const error = errorOf(() => speech.audio.decodeBatch([0, 0], gone));
    assert.deepEqual([error.name, error.code], ["UsageError", "disposed"]);
    await assert.rejects(speech.audio.decodeBatchAsync([0, 0], gone), { code: "disposed" });
    using reflective = openDataset(speech.file.name, { storage });
    assert.equal(errorOf(() => reflective.field("audio").decodeBatch([0], gone)).code, "disposed");
    assert.ok(next.data.every((sample) => sample === 0), "the next batch was written to");
  });
}

Deno.test("disposing of a mapped batch detaches its arrays", () => {
  using folder = new Folder();
  using speech = openSpeech(speechFile(folder, [3_000]), { storage: "mapped" });
  const batch = speech.audio.allocateBatch(2);
  speech.audio.decodeBatch([0, 0], batch);
  const { data, block } = batch;
  assert.equal(data.length, 6_000);
  batch[Symbol.dispose]();
  assert.deepEqual([data.length, block.bytes.length], [0, 0]);
});

Deno.test("a batch allocated for one file can be filled from another", () => {
  using folder = new Folder();
  using other = new Folder();
  using one = openSpeech(speechFile(folder, [30]), { storage: "mapped" });
  using two = openSpeech(speechFile(other, [7]), { storage: "mapped" });
  using batch = one.audio.allocateBatch(1);
  two.audio.decodeBatch([0], batch);
  assert.deepEqual([...batch.data.subarray(0, 8)], [1, 2, 3, 4, 5, 6, 7, 0]);
});

Deno.test("the reflective reader fills batches of very many rows", () => {
  using folder = new Folder();
  using reflective = openDataset(speechFile(folder, [1, 0]));
  const audio = reflective.field("audio");
  const rows = 200_000;
  const batch = audio.allocateBatch(rows) as { shape: number[]; data: Int16Array };
  audio.decodeBatch(new Uint8Array(rows), batch);
  assert.deepEqual(batch.shape, [rows, 1, 1]);
  assert.equal(batch.data[rows - 1], 1);
});
