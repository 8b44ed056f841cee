/** What opens a folder of shards, and what doesn't. */
import assert from "node:assert/strict";
import { openSpeech, speechIr } from "../../generated/speech.ts";
import { AfdFile } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { partsOf, writeSharded } from "./_sharded.ts";

const Texts = defineDataset("Texts", { text: field.text() });
const texts = Array.from({ length: 9 }, (_, at) => ({ text: `text ${at}` }));

Deno.test("a folder and its dataset.json aren't files; the error says what opens them", () => {
  using folder = new TestFolder();
  writeSharded(folder.path, Texts.ir, partsOf(texts, [4]));
  for (const storage of ["mapped", "positioned", "memory"] as const) {
    assert.throws(() => new AfdFile(folder.path, { storage }), {
      name: "FileError",
      code: "is-a-directory",
      message: /it is a folder; openDataset, and the open function/,
    });
    assert.throws(() => new AfdFile(folder.file("dataset.json"), { storage }), {
      name: "FormatError",
      code: "not-an-afd-file",
      message: /openDataset, .* take a dataset.json/,
    });
  }
});

Deno.test("the workers of a generated module read a folder of shards", async () => {
  using folder = new TestFolder();
  const clips = Array.from({ length: 30 }, (_, speaker) => ({
    audio: { samples: new Int16Array(10 + speaker).fill(speaker), sampleRate: 16_000 },
    transcript: `clip ${speaker}`,
    speaker,
  }));
  writeSharded(folder.path, speechIr, partsOf(clips, [7, 8, 20]));
  for (const storage of ["mapped", "positioned"] as const) {
    using speech = openSpeech(folder.path, { storage });
    const epoch = speech.batches({ batchSize: 4, shuffle: { seed: 2 }, workers: 2 });
    const seen: number[] = [];
    for await (using batch of epoch) {
      batch.indices.forEach((record, row) => {
        assert.equal(batch.fields.speaker.data[row], record);
        assert.equal(batch.fields.transcript.values[row], `clip ${record}`);
        assert.equal(batch.fields.audio.lengths[row], 10 + record);
        seen.push(record);
      });
    }
    assert.deepEqual(seen.sort((a, b) => a - b), clips.map(({ speaker }) => speaker));
  }
});
