/** Damaged records in batches: an error, left out and listed, or not checked. */
import assert from "node:assert/strict";
import { IntegrityError } from "../../errors/mod.ts";
import { SpeechFile } from "./_speech_file.ts";

/** Larger than a checksum block, so that the damage affects only the middle of record 3. */
const samplesOf = () => 100_000;

for (const workers of [0, 2]) {
  const where = `with ${workers} workers`;

  Deno.test(`a damaged record ends the epoch and is named, ${where}`, async () => {
    using file = new SpeechFile(8, samplesOf);
    file.damage(3);
    using speech = file.open();
    await assert.rejects(async () => {
      for await (using _batch of speech.batches({ batchSize: 2, workers }));
    }, (error) => {
      assert.ok(error instanceof IntegrityError);
      assert.equal(error.code, "checksum");
      assert.equal(error.field, "audio");
      assert.equal(error.record, 3);
      return true;
    });
  });

  Deno.test(`onDamaged: "skip" leaves a damaged record out and lists it, ${where}`, async () => {
    using file = new SpeechFile(8, samplesOf);
    file.damage(3);
    file.damage(6);
    file.damage(7);
    using speech = file.open();
    const loader = speech.batches({ batchSize: 2, workers, onDamaged: "skip" });
    const batches: number[][] = [];
    for await (using batch of loader) {
      const { audio, transcript } = batch.fields;
      assert.equal(audio.shape[0], batch.indices.length);
      batches.push([...batch.indices]);
      batch.indices.forEach((record, row) => {
        assert.equal(audio.data[row * audio.shape[1]], record);
        assert.equal(transcript.values[row], `clip ${record}`);
      });
    }
    // A batch with no records left is omitted.
    assert.deepEqual(batches, [[0, 1], [2], [4, 5]]);
    assert.deepEqual(loader.skipped.map(({ record, field, code }) => ({ record, field, code })), [
      { record: 3, field: "audio", code: "checksum" },
      { record: 6, field: "audio", code: "checksum" },
      { record: 7, field: "audio", code: "checksum" },
    ]);
  });

  Deno.test(`checksums: "never" gives damaged records unchanged, ${where}`, async () => {
    using file = new SpeechFile(4, samplesOf);
    file.damage(3);
    using speech = file.open({ checksums: "never" });
    let changed = 0;
    for await (using batch of speech.batches({ batchSize: 4, workers })) {
      const { data, shape } = batch.fields.audio;
      for (let at = 3 * shape[1]; at < 4 * shape[1]; at++) changed += data[at] === 3 ? 0 : 1;
    }
    assert.equal(changed, 1);
  });
}

Deno.test("a block is compared once, at its first use in any thread", async () => {
  using file = new SpeechFile(4, samplesOf);
  using speech = file.open();
  for await (using _batch of speech.batches({ batchSize: 2, workers: 2 }));
  file.damage(3);
  // The workers of the first epoch have already compared it, and the open file remembers.
  for await (using _again of speech.batches({ batchSize: 2, workers: 2 }));
  assert.doesNotThrow(() => speech.audio.decode(3));
});
