/** dataset.batches(): what it returns, how long that is valid, and how it ends. */
import assert from "node:assert/strict";
import { UsageError } from "../../errors/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { openSpeechAsync } from "../../generated/speech.ts";
import { SpeechFile } from "./_speech_file.ts";

Deno.test("batches() gives each record once, its fields row by row", async () => {
  using file = new SpeechFile(70);
  using speech = file.open();
  const seen: number[] = [];
  for await (using batch of speech.batches({ batchSize: 16, shuffle: { seed: 3 } })) {
    const { audio, transcript, speaker } = batch.fields;
    const [rows, samples] = audio.shape;
    assert.equal(rows, batch.indices.length);
    batch.indices.forEach((record, row) => {
      assert.equal(audio.lengths[row], 10 + record % 90);
      assert.equal(audio.data[row * samples], record);
      assert.equal(audio.data[row * samples + audio.lengths[row]! - 1], record);
      assert.equal(transcript.values[row], `clip ${record}`);
      assert.equal(speaker.data[row], record);
      seen.push(record);
    });
  }
  assert.deepEqual(seen.toSorted((a, b) => a - b), Array.from({ length: 70 }, (_, i) => i));
});

Deno.test("batches() of an openDataset() reader equal those of the generated module", async () => {
  using file = new SpeechFile(40);
  using speech = file.open();
  using reader = openDataset(file.path);
  const options = { batchSize: 7, shuffle: { seed: 9 }, fields: ["audio"] as const };
  const theirs: unknown[] = [];
  for await (using batch of reader.batches(options)) {
    const { data, shape } = batch.fields["audio"] as { data: Int16Array; shape: number[] };
    theirs.push(data.slice(0, shape.reduce((a, b) => a * b)));
  }
  const ours: unknown[] = [];
  for await (using own of speech.batches(options)) {
    const { data, shape } = own.fields.audio;
    ours.push(data.slice(0, shape.reduce((a, b) => a * b)));
  }
  assert.deepEqual(ours, theirs);
});

Deno.test("batches() larger than the dataset give one batch of everything", async () => {
  using file = new SpeechFile(5);
  using speech = file.open();
  const sizes: number[] = [];
  for await (using batch of speech.batches({ batchSize: 1000 })) sizes.push(batch.indices.length);
  assert.deepEqual(sizes, [5]);
});

Deno.test("batches() crops audio at batch.starts", async () => {
  using file = new SpeechFile(20, () => 500);
  using speech = file.open();
  const options = {
    batchSize: 8,
    fields: ["audio"] as const,
    shuffle: { seed: 1 },
    window: { of: "audio", samples: 100 },
  };
  let different = 0;
  for await (using batch of speech.batches(options)) {
    assert.deepEqual(batch.fields.audio.shape, [batch.indices.length, 100, 1]);
    const starts = batch.starts["audio"]!;
    assert.equal(starts.length, batch.indices.length);
    different += new Set(starts).size;
  }
  assert.ok(different > 10);
});

Deno.test("a released batch says so", async () => {
  using file = new SpeechFile(20);
  using speech = file.open();
  const held = [];
  for await (using batch of speech.batches({ batchSize: 5 })) held.push(batch);
  for (const batch of held) {
    assert.throws(() => batch.indices, { code: "released" });
    assert.throws(() => batch.fields, { code: "released" });
    batch.release(); // Doing it again is harmless.
  }
});

Deno.test("holding more batches than `hold` is an error that says what to do", async () => {
  using file = new SpeechFile(40);
  using speech = file.open();
  for (const hold of [1, 2, 3]) {
    let given = 0;
    await assert.rejects(async () => {
      for await (const batch of speech.batches({ batchSize: 5, hold })) {
        given += batch.number >= 0 ? 1 : 0;
      }
    }, (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.code, "batches-held");
      assert.match(error.message, /release/);
      return true;
    });
    assert.equal(given, hold);
  }
});

Deno.test("several calls of next() at once give batches in order", async () => {
  using file = new SpeechFile(40);
  using speech = file.open();
  await using loader = speech.batches({ batchSize: 5, hold: 4 });
  const batches = loader[Symbol.asyncIterator]();
  const four = await Promise.all([1, 2, 3, 4].map(() => batches.next()));
  assert.deepEqual(four.map(({ value }) => value?.number), [0, 1, 2, 3]);
  assert.deepEqual(four.map(({ value }) => value?.indices[0]), [0, 5, 10, 15]);
});

Deno.test("batches() of a file that has been closed is an error", async () => {
  using file = new SpeechFile(40);
  const speech = file.open();
  await assert.rejects(async () => {
    for await (using batch of speech.batches({ batchSize: 5 })) {
      if (batch.number === 2) speech.close();
    }
  }, { code: "closed" });
});

Deno.test("batches() of a Blob wait for their bytes, in workers too", async () => {
  using file = new SpeechFile(30);
  const blob = new Blob([Deno.readFileSync(file.path)]);
  using speech = await openSpeechAsync(blob);
  for (const workers of [0, 1]) {
    let records = 0;
    for await (using batch of speech.batches({ batchSize: 8, workers })) {
      assert.equal(batch.fields.audio.data[0], batch.indices[0]);
      records += batch.indices.length;
    }
    assert.equal(records, 30);
  }
});

Deno.test("batches() refuses invalid options", () => {
  using file = new SpeechFile(4);
  using speech = file.open();
  const refused = (options: object, code: string) =>
    assert.throws(() => speech.batches(options as { batchSize: number }), { code });
  refused({ batchSize: 2, workers: -1 }, "invalid-option");
  refused({ batchSize: 2, hold: 0 }, "invalid-option");
  refused({ batchSize: 2, prefetch: 0.5 }, "invalid-option");
  refused({ batchSize: 2, fields: ["audoi"] }, "no-such-field");
  refused({ batchSize: 2, fields: { audio: { padTo: "nothing" } } }, "invalid-option");
  refused({ batchSize: 2, onDamaged: "ignore" }, "invalid-option");
  refused({ batchSize: 2, shufle: { seed: 1 } }, "invalid-option");
  refused({ batchSize: 2, rank: 2, worldSize: 2 }, "no-such-rank");
});

Deno.test("an epoch can be iterated once, and is over when the loop is left", async () => {
  using file = new SpeechFile(40);
  using speech = file.open();
  const loader = speech.batches({ batchSize: 5 });
  for await (using batch of loader) if (batch.number === 1) break;
  assert.throws(() => loader[Symbol.asyncIterator](), { code: "closed" });
  assert.equal(loader.state().consumed, 10);
});
