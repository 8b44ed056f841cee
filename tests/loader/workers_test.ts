/** Batches decoded by workers: the same as without, and always with a definite end. */
import assert from "node:assert/strict";
import { denoCommand } from "../_deno.ts";
import { WorkerError } from "../../errors/mod.ts";
import type { SpeechDataset, SpeechFields } from "../../generated/speech.ts";
import { loadBatches, type Loader, openDataset } from "../../runtime/mod.ts";
import { HangLimit } from "../_hang_limit.ts";
import { SpeechFile } from "./_speech_file.ts";

interface Read {
  readonly records: number[];
  readonly audio: Int16Array;
  readonly shape: number[];
  readonly lengths: number[];
  readonly texts: string[];
  readonly speakers: number[];
}

async function readAll(loader: Loader<SpeechFields>): Promise<Read[]> {
  const all: Read[] = [];
  for await (using batch of loader) {
    const { indices, fields } = batch;
    const { audio, transcript, speaker } = fields;
    const count = indices.length;
    all.push({
      records: [...indices],
      audio: audio.data.slice(0, audio.shape.reduce((a, b) => a * b)),
      shape: [...audio.shape],
      lengths: [...audio.lengths.subarray(0, count)],
      texts: transcript.values.slice(0, count),
      speakers: [...speaker.data.subarray(0, count)],
    });
  }
  return all;
}

Deno.test("0, 1, 2 and 3 workers give the same batches in the same order", async () => {
  using file = new SpeechFile(150);
  using speech = file.open();
  const options = { batchSize: 8, shuffle: { seed: 5 } };
  const wanted = await readAll(speech.batches(options));
  assert.equal(wanted.flatMap(({ records }) => records).length, 150);
  for (const workers of [1, 2, 3]) {
    assert.deepEqual(await readAll(speech.batches({ ...options, workers })), wanted);
  }
});

Deno.test("workers read by position, from memory, and without a generated module in the same way", async () => {
  using file = new SpeechFile(60);
  const options = { batchSize: 8, shuffle: { seed: 5 } };
  using mapped = file.open();
  const wanted = await readAll(mapped.batches(options));
  using positioned = file.open({ storage: "positioned" });
  assert.deepEqual(await readAll(positioned.batches({ ...options, workers: 2 })), wanted);
  using memory = file.open({ storage: "memory" });
  assert.deepEqual(await readAll(memory.batches({ ...options, workers: 2 })), wanted);
  using reader = openDataset(file.path);
  const reflective = reader.batches({ ...options, workers: 2 }) as unknown as Loader<SpeechFields>;
  assert.deepEqual(await readAll(reflective), wanted);
});

/** Batches decoded by workers that import a class of `_dying_dataset.ts`. */
function dying(speech: SpeechDataset, name: string): Loader<SpeechFields> {
  const { audio, transcript, speaker } = speech;
  const url = new URL("./_dying_dataset.ts", import.meta.url).href;
  return loadBatches<SpeechFields>({
    file: speech.file,
    fields: { audio, transcript, speaker },
    module: { url, dataset: name },
  }, { batchSize: 8, workers: 2 });
}

for (
  const [name, code, message] of [
    ["Exits", "worker-died", /worker 1 died: it ended with code 7; resume from the loader's state/],
    ["Throws", "worker-died", /worker 1 died: .*thrown on purpose/],
    ["RunsOut", "out-of-memory", /worker 1 ran out of memory: .*; use fewer workers/],
    ["Fails", "worker-failed", /worker 1 failed: TypeError: not a function, on purpose/],
  ] as const
) {
  Deno.test(`a worker that ${name.toLowerCase()} is an error within seconds, never a hang`, async () => {
    using file = new SpeechFile(100);
    using speech = file.open();
    const loader = dying(speech, name);
    let came = 0;
    const limit = new HangLimit(10_000);
    await assert.rejects(async () => {
      for await (using batch of loader) came += batch.indices.length;
    }, (error) => {
      assert.ok(error instanceof WorkerError);
      assert.deepEqual([error.code, error.file], [code, file.path]);
      assert.match(error.message, message);
      return true;
    });
    limit.check("the error");
    // The batches before it came, and continuing from there misses none.
    assert.ok(came >= 40 && came < 100);
    assert.equal(loader.state().consumed, came);
  });
}

Deno.test("a worker whose heap is full is an error within seconds, and the process survives", async () => {
  using file = new SpeechFile(100);
  const script = new URL("./_full_heap_run.ts", import.meta.url).pathname;
  const limit = new HangLimit(30_000);
  const { success, stdout } = await denoCommand([
    ...["run", "-A", "--no-check", "--v8-flags=--max-old-space-size=64", script, file.path],
  ], {
    signal: AbortSignal.timeout(60_000),
    stderr: "null",
  }).output();
  limit.check("the error");
  assert.ok(success);
  const { came, state, message, ...error } = JSON.parse(new TextDecoder().decode(stdout));
  assert.deepEqual(error, { name: "WorkerError", code: "out-of-memory", file: file.path });
  assert.match(message, /worker 1 ran out of memory: .*heap.*; use fewer workers/);
  assert.equal(came, 40);
  assert.equal(state, 40);
});

Deno.test("workers without memory for their batches are an error within seconds", async () => {
  using file = new SpeechFile(30);
  using speech = file.open();
  const fields = {
    audio: { maxSamples: 2 ** 45, padTo: "dataset" as const },
    transcript: {},
    speaker: {},
  };
  await assert.rejects(readAll(speech.batches({ batchSize: 8, fields, workers: 2 })), {
    name: "WorkerError",
    code: "out-of-memory",
    file: file.path,
  });
});

Deno.test("leaving the loop, an error in it, and disposing end the workers", async () => {
  // The test's own sanitizers make it fail if a worker is left.
  using file = new SpeechFile(100);
  using speech = file.open();
  const options = { batchSize: 8, workers: 2 };
  for await (using batch of speech.batches(options)) if (batch.number === 1) break;
  await assert.rejects(async () => {
    for await (using batch of speech.batches(options)) assert.notEqual(batch.number, 2);
  });
  {
    await using loader = speech.batches(options);
    assert.equal(loader.batchCount, 13);
  }
});

Deno.test("epochs with workers leave no mapping of the file behind", async () => {
  using file = new SpeechFile(200);
  using speech = file.open();
  if (speech.file.storage.kind !== "mapped" || Deno.build.os !== "linux") return;
  const mappings = () =>
    Deno.readTextFileSync("/proc/self/maps").split("\n").filter((line) => line.includes(file.path));
  const before = mappings().length;
  for (let epoch = 0; epoch < 3; epoch++) {
    await readAll(speech.batches({ batchSize: 8, shuffle: { seed: 1, epoch }, workers: 2 }));
  }
  assert.ok(before > 0);
  assert.equal(mappings().length, before);
});

for (const [hold, prefetch, workers] of [[2, 0, 2], [3, 0, 2], [2, 1, 3]] as const) {
  Deno.test(`holding ${hold - 1} of ${hold}, ${prefetch} ahead, ${workers} workers: the others come`, async () => {
    using file = new SpeechFile(80);
    using speech = file.open();
    const options = { batchSize: 8, hold, prefetch, workers, shuffle: { seed: 1 } };
    await using loader = speech.batches(options);
    const kept: Disposable[] = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      const records: number[] = [];
      // One worker's batches, as many as may be held.
      for await (const batch of loader.epoch(epoch)) {
        records.push(...batch.indices);
        if (batch.number % workers === 0 && kept.length < hold - 1) kept.push(batch);
        else batch.release();
      }
      assert.deepEqual(records.toSorted((a, b) => a - b), [...Array(80).keys()]);
    }
    for (const batch of kept) batch[Symbol.dispose]();
  });
}
