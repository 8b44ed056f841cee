import assert from "node:assert/strict";
import fc from "fast-check";
import { chunkGrid, chunksOf } from "../../../runtime/fields/coded/chunks.ts";
import { ChunkedField, openFile } from "../../../runtime/mod.ts";
import { createDatasetWriter } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { thrown } from "../_kinds.ts";

const coding = { codec: "pcm", dtype: "int16" } as const;

/** A field with recordings of these lengths, samples counting up, at 10 per second. */
function fieldOf(
  lengths: readonly number[],
  { chunkSeconds, hopSeconds = chunkSeconds }: { chunkSeconds: number; hopSeconds?: number },
): ChunkedField<Int16Array> {
  const seconds = { sampleRate: 10, chunkSeconds, hopSeconds };
  const { ir } = defineDataset("A", { audio: field.chunkedWaveform(seconds) });
  const folder = Deno.makeTempDirSync();
  try {
    const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    for (const length of lengths) {
      const samples = Int16Array.from({ length }, (_, index) => index + 1);
      writer.append({ audio: { samples, sampleRate: 10 } });
    }
    writer.finish();
    const file = openFile(Deno.readFileSync(`${folder}/a.afd`), { ir, checksums: "never" });
    return new ChunkedField(file, 0, { ...seconds, coding, channels: 1 });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("chunksOf() puts every sample in a chunk, and makes no chunk without its own sample", () => {
  const lengths = fc.nat(200);
  const steps = fc.integer({ min: 1, max: 30 });
  fc.assert(fc.property(lengths, steps, steps, (samples, chunkSamples, hopSamples) => {
    const count = chunksOf(samples, { chunkSamples, hopSamples });
    const seen = new Set<number>();
    for (let chunk = 0; chunk < count; chunk++) {
      const before = seen.size;
      const start = chunk * hopSamples;
      for (let at = start; at < Math.min(start + chunkSamples, samples); at++) seen.add(at);
      assert.ok(seen.size > before, `chunk ${chunk} of ${count} adds nothing`);
    }
    const isSeen = (at: number) => seen.has(at) || at % hopSamples >= chunkSamples;
    assert.ok(Array.from({ length: samples }, (_, at) => at).every(isSeen));
  }));
});

Deno.test("chunkGrid() rounds seconds to samples", () => {
  assert.deepEqual(chunkGrid({ sampleRate: 44_100, chunkSeconds: 0.00013, hopSeconds: 1.5 }), {
    chunkSamples: 6,
    hopSamples: 66_150,
  });
});

Deno.test("decodeChunk() gives overlapping chunks of a recording that is stored once", () => {
  const audio = fieldOf([25], { chunkSeconds: 1, hopSeconds: 0.5 });
  assert.equal(audio.metadata.byteLength(0), 50);
  assert.equal(audio.chunkCount(0), 4);
  const out = new Int16Array(10);
  assert.equal(audio.decodeChunk(0, 1, out), 10);
  assert.deepEqual([...out], [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  assert.equal(audio.decodeChunk(0, 3, out), 10);
  assert.equal(out[9], 25);
  assert.equal(fieldOf([26], { chunkSeconds: 1, hopSeconds: 0.5 }).chunkCount(0), 5);
});

Deno.test("decodeChunk() pads the last chunk with zeros", () => {
  const audio = fieldOf([12], { chunkSeconds: 1 });
  const out = new Int16Array(10).fill(9);
  assert.equal(audio.decodeChunk(0, 1, out), 2);
  assert.deepEqual([...out], [11, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
});

Deno.test("decodeChunk() refuses chunks that don't exist", () => {
  const audio = fieldOf([12, 0], { chunkSeconds: 1 });
  const out = new Int16Array(10);
  for (const [record, chunk] of [[0, 2], [0, -1], [0, 0.5], [1, 0]] as const) {
    assert.equal(thrown(() => audio.decodeChunk(record, chunk, out)).code, "no-such-chunk");
  }
  assert.equal(thrown(() => audio.locateChunk(2)).code, "no-such-chunk");
});

Deno.test("chunks are counted through the whole file, past empty recordings", () => {
  const audio = fieldOf([25, 0, 10, 11, 0], { chunkSeconds: 1 });
  assert.equal(audio.totalChunks, 3 + 1 + 2);
  const places = Array.from({ length: 6 }, (_, number) => audio.locateChunk(number));
  assert.deepEqual(places, [...audio.chunks()]);
  assert.deepEqual(places.map(({ record, chunk }) => [record, chunk]), [
    [0, 0],
    [0, 1],
    [0, 2],
    [2, 0],
    [3, 0],
    [3, 1],
  ]);
  assert.deepEqual(places.map(({ samples }) => samples), [10, 10, 5, 10, 10, 1]);
  assert.equal(audio.firstChunk(3), 4);
  assert.deepEqual([...audio.chunks(3)].length, 2);
});

Deno.test("decodeChunkBatch() decodes any chunks of the file to rows of one length", async () => {
  const audio = fieldOf([25, 0, 13], { chunkSeconds: 1 });
  using batch = audio.allocateBatch(3);
  audio.decodeChunkBatch([4, 0, 2], batch);
  assert.deepEqual(batch.shape, [3, 10, 1]);
  assert.deepEqual([...batch.lengths], [3, 10, 5]);
  assert.deepEqual([...batch.data.subarray(0, 10)], [11, 12, 13, 0, 0, 0, 0, 0, 0, 0]);
  const same = batch.data.slice();
  batch.data.fill(7);
  await audio.decodeChunkBatchAsync([4, 0, 2], batch);
  assert.deepEqual(batch.data, same);
});

Deno.test("a chunk at the end of a recording costs as much as one at its start", () => {
  const audio = fieldOf([30_000], { chunkSeconds: 10 });
  const { counters } = audio["file"].storage;
  const out = new Int16Array(100);
  audio.metadata.numSamples(0);
  const cost = (chunk: number) => {
    const before = { ...counters };
    audio.decodeChunk(0, chunk, out);
    return { reads: counters.reads - before.reads, bytes: counters.bytes - before.bytes };
  };
  assert.deepEqual(cost(0), { reads: 1, bytes: 200 });
  assert.deepEqual(cost(299), { reads: 1, bytes: 200 });
});

Deno.test("a schema's chunks have at least one sample", () => {
  for (const chunkSeconds of [0, 0.04, -1, NaN]) {
    const error = thrown(() =>
      defineDataset("A", { audio: field.chunkedWaveform({ sampleRate: 10, chunkSeconds }) })
    );
    assert.equal(error.code, "invalid-option", String(chunkSeconds));
  }
});
