/** Where workers' batches are: next to the file's mapping, or in shared memory. */
import assert from "node:assert/strict";
import type { SpeechDataset } from "../../generated/speech.ts";
import { SpeechFile } from "./_speech_file.ts";
import { wholePages } from "../../runtime/storage/arena.ts";
import { MappedStorage } from "../../runtime/storage/mapped.ts";

const options = { batchSize: 8, shuffle: { seed: 3 }, fields: ["audio"], workers: 2 } as const;

/** The arrays that an epoch's batches came in, and what was in them. */
async function readThrough(speech: SpeechDataset, workers: number) {
  const arrays = new Set<Int16Array>();
  const values: number[][] = [];
  for await (using batch of speech.batches({ ...options, workers })) {
    const { data, shape } = batch.fields.audio;
    arrays.add(data);
    values.push([...data.subarray(0, shape.reduce((a, b) => a * b))]);
  }
  return { arrays: [...arrays], values };
}

for (const storage of ["mapped", "positioned", "memory"] as const) {
  Deno.test(`workers write to the batch's own memory, ${storage}`, async () => {
    using file = new SpeechFile(150);
    using speech = file.open({ storage });
    const { arrays, values } = await readThrough(speech, 2);
    assert.deepEqual(values, (await readThrough(speech, 0)).values);
    // 19 batches in the arrays of six slots.
    assert.ok(arrays.length <= 6);
    for (const { buffer, length } of arrays) {
      if (storage !== "mapped") assert.ok(buffer as ArrayBufferLike instanceof SharedArrayBuffer);
      // Detached with the loader, so that nobody sees what takes its place.
      else assert.equal(length, 0);
    }
  });
}

Deno.test("where no room is left next to the mapping, workers' batches are in shared memory", async () => {
  using file = new SpeechFile(60);
  using speech = file.open({ storage: "mapped" });
  const { values } = await readThrough(speech, 0);
  const { storage } = speech.file;
  assert.ok(storage instanceof MappedStorage);
  const left = storage.range.byteLength - wholePages(storage.size) - 2 * wholePages(1);
  using room = storage.allocate(left);
  assert.ok(room.owner === storage.range);
  const shared = await readThrough(speech, 2);
  assert.deepEqual(shared.values, values);
  for (const { buffer } of shared.arrays) {
    assert.ok(buffer as ArrayBufferLike instanceof SharedArrayBuffer);
  }
});

Deno.test("memory that a loader freed is zeroed for the next user", async () => {
  using file = new SpeechFile(60);
  using speech = file.open({ storage: "mapped" });
  await readThrough(speech, 2);
  await readThrough(speech, 0);
  using all = speech.file.storage.allocate(2 ** 20);
  assert.ok(all.bytes.every((byte) => byte === 0));
});

Deno.test("batches run to the end after the file is closed", async () => {
  using file = new SpeechFile(60);
  const speech = file.open({ storage: "mapped" });
  const { values } = await readThrough(speech, 0);
  const seen: number[][] = [];
  for await (using batch of speech.batches(options)) {
    speech.close();
    const { data, shape } = batch.fields.audio;
    seen.push([...data.subarray(0, shape.reduce((a, b) => a * b))]);
  }
  assert.deepEqual(seen, values);
});

Deno.test("a file that was replaced is read in its old version, or its replacement is an error", async () => {
  using file = new SpeechFile(30);
  using other = new SpeechFile(31);
  using mapped = file.open({ storage: "mapped" });
  using positioned = file.open({ storage: "positioned" });
  const { values } = await readThrough(mapped, 0);
  Deno.renameSync(other.path, file.path);
  assert.deepEqual((await readThrough(mapped, 2)).values, values);
  await assert.rejects(readThrough(positioned, 2), { code: "file-replaced" });
});
