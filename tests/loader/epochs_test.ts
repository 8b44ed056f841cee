/** Several epochs with one loader: the same batches that separate loaders give. */
import assert from "node:assert/strict";
import type { SpeechDataset, SpeechFields } from "../../generated/speech.ts";
import type { LoadedBatch, LoaderOptions } from "../../runtime/mod.ts";
import { SpeechFile } from "./_speech_file.ts";

type Batches = AsyncIterable<LoadedBatch<SpeechFields>>;

async function read(batches: Batches, most = Infinity): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (using batch of batches) {
    const { audio, speaker } = batch.fields;
    all.push({
      records: [...batch.indices],
      starts: [...batch.starts.audio ?? []],
      audio: audio.data.slice(0, audio.shape.reduce((a, b) => a * b)),
      speakers: [...speaker.data.subarray(0, batch.indices.length)],
    });
    if (all.length === most) break;
  }
  return all;
}

function loaderOf(speech: SpeechDataset, options: Partial<LoaderOptions<SpeechFields>> = {}) {
  return speech.batches({ batchSize: 8, shuffle: { seed: 3 }, ...options });
}

for (const workers of [0, 2]) {
  Deno.test(`epoch() gives the same as a loader made for each epoch, with ${workers} workers`, async () => {
    using file = new SpeechFile(100);
    using speech = file.open();
    await using loader = loaderOf(speech, { workers });
    for (const epoch of [0, 1, 7, 1]) {
      const wanted = await read(loaderOf(speech, { shuffle: { seed: 3, epoch } }));
      assert.deepEqual(await read(loader.epoch(epoch)), wanted);
    }
  });

  Deno.test(`epoch() continues after a loop was left early, with ${workers} workers`, async () => {
    using file = new SpeechFile(100);
    using speech = file.open();
    await using loader = loaderOf(speech, { workers });
    const wanted = await read(loaderOf(speech));
    assert.deepEqual(await read(loader.epoch(0), 3), wanted.slice(0, 3));
    const { shuffle, consumed } = loader.state();
    assert.deepEqual([shuffle?.epoch, consumed], [0, 24]);
    assert.deepEqual(await read(loader.epoch(0)), wanted);
  });

  Deno.test(`epoch() makes new crops, and shares buckets, with ${workers} workers`, async () => {
    using file = new SpeechFile(60, (index) => 300 + 7 * index);
    using speech = file.open();
    for (
      const options of [
        { window: { of: "audio", samples: 100 } },
        { bucket: { of: "audio" }, batchSize: 6 },
      ]
    ) {
      await using loader = loaderOf(speech, { ...options, workers });
      for (const epoch of [2, 3]) {
        const wanted = await read(loaderOf(speech, { ...options, shuffle: { seed: 3, epoch } }));
        assert.deepEqual(await read(loader.epoch(epoch)), wanted);
      }
    }
  });
}

Deno.test("epoch() refuses two at once, held batches, and another epoch without a shuffle", async () => {
  using file = new SpeechFile(20);
  using speech = file.open();
  await using loader = loaderOf(speech, { hold: 2 });
  const running = loader.epoch(0)[Symbol.asyncIterator]();
  const { value } = await running.next();
  assert.throws(() => loader.epoch(1), { code: "epoch-running" });
  assert.throws(() => loader[Symbol.asyncIterator](), { code: "epoch-running" });
  await running.return?.();
  value?.release();
  assert.equal((await read(loader.epoch(1))).length, 3);
  await using plain = speech.batches({ batchSize: 8 });
  assert.throws(() => plain.epoch(1), { code: "no-shuffle" });
});

Deno.test("an error in an epoch closes the loader", async () => {
  using file = new SpeechFile(40);
  file.damage(21);
  using speech = file.open();
  for (const workers of [0, 2]) {
    await using loader = loaderOf(speech, { workers });
    await assert.rejects(read(loader.epoch(0)), { code: "checksum" });
    await assert.rejects(read(loader.epoch(1)), { code: "closed" });
  }
});
