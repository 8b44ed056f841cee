import assert from "node:assert/strict";
import { openDataset, planBatches, type RecordFilter } from "../../runtime/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { type Clip, clipsOf, randomOf } from "./_dataset.ts";

const random = randomOf(7);
/** More than two pages of metadata. */
const records: readonly Required<Clip>[] = Array.from({ length: 9000 }, (_, index) => ({
  samples: Math.floor(random() * 40),
  speaker: Math.floor(random() * 5),
  score: index === 17 ? NaN : Math.fround(Math.floor(random() * 10) / 10),
  id: BigInt(index) - 2n ** 62n,
  clean: random() < 0.5,
  text: "é".repeat(index % 4),
}));
const dataset = clipsOf(records);

function left(filter: RecordFilter | readonly RecordFilter[]): number[] {
  const plan = planBatches({ batchSize: 9000, filter }, dataset);
  const indices = new Uint32Array(plan.maxBatchSize);
  plan.batch(0, indices);
  assert.equal(plan.recordCount, indices.length);
  return [...indices];
}

const cases: readonly (readonly [string, RecordFilter, (clip: Required<Clip>) => boolean])[] = [
  ["a value", { speaker: 3 }, ({ speaker }) => speaker === 3],
  ["a list", { speaker: [1, 4, 4_000_000_000] }, ({ speaker }) => speaker === 1 || speaker === 4],
  ["a range", { speaker: { min: 1, max: 3 } }, ({ speaker }) => speaker >= 1 && speaker <= 3],
  ["a lower bound", { speaker: { min: 4 } }, ({ speaker }) => speaker >= 4],
  ["a float32 by its decimal", { score: 0.7 }, ({ score }) => score === Math.fround(0.7)],
  ["float bounds, which NaN isn't within", { score: { max: 0.35 } }, ({ score }) => score <= 0.35],
  ["a 64-bit value", { id: 5n - 2n ** 62n }, ({ id }) => id === 5n - 2n ** 62n],
  ["64-bit bounds", { id: { max: 1n - 2n ** 62n } }, ({ id }) => id <= 1n - 2n ** 62n],
  ["a bool", { clean: true }, ({ clean }) => clean],
  [
    "samples",
    { audio: { length: { min: 10, max: 20 } } },
    (c) => c.samples >= 10 && c.samples <= 20,
  ],
  ["seconds", { audio: { seconds: { max: 0.001 } } }, ({ samples }) => samples <= 16],
  ["bytes of text", { text: { length: { min: 4 } } }, ({ text }) => text.length >= 2],
  [
    "several fields",
    { speaker: [0, 1], audio: { seconds: { min: 0.001 }, length: { max: 30 } }, clean: false },
    (c) => c.speaker < 2 && c.samples >= 16 && c.samples <= 30 && !c.clean,
  ],
  ["a function", (index) => index % 5 === 0, ({ id }) => (id + 2n ** 62n) % 5n === 0n],
];

for (const [name, filter, passes] of cases) {
  Deno.test(`filter by ${name} leaves the same records as checking each one`, () => {
    const wanted = records.flatMap((clip, index) => passes(clip) ? [index] : []);
    assert.ok(wanted.length > 0 && wanted.length < records.length);
    assert.deepEqual(left(filter), wanted);
  });
}

Deno.test("filters in a list must all pass; a function sees only what earlier ones left", () => {
  const asked: number[] = [];
  const filter = [{ speaker: 2 }, (index: number) => asked.push(index) % 2 === 0];
  const kept = left(filter);
  assert.ok(asked.every((index) => records[index]!.speaker === 2));
  assert.deepEqual(kept, asked.filter((_, at) => at % 2 === 1));
});

Deno.test("seconds are exact: 0.7 s at 16 kHz are 11,200 samples", () => {
  using long = clipsOf([11_199, 11_200, 11_201].map((samples) => ({ samples })));
  const count = (seconds: { min?: number; max?: number }) =>
    planBatches({ batchSize: 1, filter: { audio: { seconds } } }, long).recordCount;
  assert.deepEqual([count({ max: 0.7 }), count({ min: 0.7 }), count({ min: 0.7, max: 0.7 })], [
    2,
    2,
    1,
  ]);
  assert.deepEqual([count({ min: 0.69995 }), count({ max: 0.69995 })], [2, 1]);
});

Deno.test("a filter that leaves nothing is an error", () => {
  const error = errorOf(() => left({ speaker: 77 }));
  assert.equal(error.code, "empty-filter");
  assert.match(error.message, /none of its 9000 records passes the filter/);
});

const wrong: readonly (readonly [string, unknown])[] = [
  ["no-such-field", { speeker: 3 }],
  ["invalid-filter", { speaker: "3" }],
  ["invalid-filter", { speaker: 3n }],
  ["invalid-filter", { speaker: [] }],
  ["invalid-filter", { speaker: NaN }],
  ["invalid-filter", { speaker: { min: 3, max: 2 } }],
  ["invalid-filter", { speaker: { least: 3 } }],
  ["invalid-filter", { id: 3 }],
  ["invalid-filter", { clean: 1 }],
  ["invalid-filter", { clean: { min: 0 } }],
  ["invalid-filter", { audio: 3 }],
  ["invalid-filter", { audio: {} }],
  ["invalid-filter", { audio: { min: 3 } }],
  ["invalid-filter", { audio: { seconds: 3 } }],
  ["invalid-filter", { audio: { seconds: { min: -1 } } }],
  ["invalid-filter", { audio: { seconds: { min: 2, max: 1 } } }],
  ["invalid-filter", { audio: { length: null } }],
  ["invalid-filter", { text: { seconds: { min: 1 } } }],
];

for (const [code, filter] of wrong) {
  const text = JSON.stringify(
    filter,
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
  Deno.test(`a filter of ${text} is refused`, () => {
    assert.equal(errorOf(() => left(filter as RecordFilter)).code, code);
  });
}

Deno.test("a filter reads only metadata tables, and only those of its fields", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/speech.afd`;
    const samples = new Int16Array(8000);
    using writer = createSpeechWriter(path);
    for (let speaker = 0; speaker < 400; speaker++) {
      writer.append({ audio: { samples, sampleRate: 16_000 }, speaker });
    }
    writer.finish();
    using speech = openDataset(path, { storage: "positioned", checksums: "never" });
    const before = speech.file.storage.counters.bytes;
    planBatches({ batchSize: 8, filter: { speaker: { max: 7 } } }, speech);
    assert.equal(speech.file.storage.counters.bytes - before, 400 * 4);
    planBatches({ batchSize: 8, filter: { audio: { seconds: { max: 7 } } } }, speech);
    assert.equal(speech.file.storage.counters.bytes - before, 400 * (4 + 24));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
