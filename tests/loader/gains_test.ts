/** The factor that each record is multiplied by while it is loaded. */
import assert from "node:assert/strict";
import type { SpeechDataset } from "../../generated/speech.ts";
import { SpeechFile } from "./_speech_file.ts";

const fields = { audio: { dtype: "float32" } } as const;
const batchSize = 8;

function valuesOf(
  speech: SpeechDataset,
  options: { workers: number; window?: { of: "audio"; samples: number }; onDamaged?: "skip" },
) {
  const gain = { audio: (record: number) => 1 / (record + 1) };
  return Array.fromAsync(
    speech.batches({ batchSize, fields, gain, shuffle: { seed: 4 }, ...options }),
    (batch) => {
      using held = batch;
      const { data, shape } = held.fields.audio;
      return Array.from(held.indices, (record, row) => [record, data[row * shape[1]]!] as const);
    },
  );
}

/** Samples of clip `n` are `n`. */
const wanted = (record: number) => Math.fround(record / 32_768 * Math.fround(1 / (record + 1)));

for (const workers of [0, 2]) {
  Deno.test(`records are multiplied by their gains, ${workers} workers`, async () => {
    using file = new SpeechFile(60);
    using speech = file.open();
    for (
      const options of [{ workers }, { workers, window: { of: "audio", samples: 5 } as const }]
    ) {
      const all = (await valuesOf(speech, options)).flat();
      assert.equal(all.length, 60);
      for (const [record, value] of all) assert.equal(value, wanted(record));
    }
  });

  Deno.test(`gains stay with their records when damaged ones are left out, ${workers} workers`, async () => {
    // Clips of two blocks each, so that only one record is damaged.
    using file = new SpeechFile(20, () => 70_000);
    file.damage(7);
    using speech = file.open();
    const all = (await valuesOf(speech, { workers, onDamaged: "skip" })).flat();
    assert.ok(all.length >= 17 && all.length < 20);
    for (const [record, value] of all) assert.equal(value, wanted(record));
  });
}

Deno.test("invalid gains are errors", async () => {
  using file = new SpeechFile(20);
  using speech = file.open();
  const one = () => 1;
  const refused = { name: "UsageError", code: "invalid-option" };
  assert.throws(() => speech.batches({ batchSize, gain: { audio: one } }), {
    ...refused,
    field: "audio",
    message: /Cannot apply a gain to "audio" of /,
  });
  assert.throws(() => speech.batches({ batchSize, fields, gain: { audio: 2 as never } }), refused);
  assert.throws(
    () => speech.batches({ batchSize, fields: { ...fields, speaker: {} }, gain: { speaker: one } }),
    { ...refused, field: "speaker" },
  );
  const gain = { audio: (record: number) => record === 11 ? NaN : 1 };
  await assert.rejects(Array.fromAsync(speech.batches({ batchSize, fields, gain, hold: 9 })), {
    name: "UsageError",
    code: "invalid-gain",
    field: "audio",
    record: 11,
  });
});
