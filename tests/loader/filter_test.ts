import assert from "node:assert/strict";
import fc from "fast-check";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { openDataset, planBatches, type RecordFilter, selectRecords } from "../../runtime/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { type Clip, clipsOf, randomOf } from "./_dataset.ts";
import { filteredDataset, filteredRecords, filterOf, passes, recordOf } from "./_filters.ts";

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
  ["excluded bounds", { speaker: { above: 1, below: 3 } }, ({ speaker }) => speaker === 2],
  [
    "a float32 above its decimal",
    { score: { above: 0.7 } },
    ({ score }) => score > Math.fround(0.7),
  ],
  ["seconds below", { audio: { seconds: { below: 0.001 } } }, ({ samples }) => samples < 16],
  [
    "64-bit decimal text",
    { id: { max: String(1n - 2n ** 62n) } },
    ({ id }) => id <= 1n - 2n ** 62n,
  ],
  ["64-bit text in a list", { id: [String(5n - 2n ** 62n), 7] }, ({ id }) => id === 5n - 2n ** 62n],
  ["a text", { text: "éé" }, ({ text }) => text === "éé"],
  ["texts", { text: ["éé", "", "e"] }, ({ text }) => text === "éé" || text === ""],
  ["a prefix", { text: { prefix: "éé" } }, ({ text }) => text.startsWith("éé")],
  ["prefixes", { text: { prefix: ["x", "ééé"] } }, ({ text }) => text === "ééé"],
  ["a missing text", { text: { missing: true } }, ({ text }) => text === ""],
  ["a text that isn't missing", { text: { missing: false } }, ({ text }) => text !== ""],
  ["not", { not: { speaker: [1, 2] } }, ({ speaker }) => speaker !== 1 && speaker !== 2],
  [
    "not, which NaN passes",
    { not: { score: { min: 0.1 } } },
    ({ score }) => !(score >= Math.fround(0.1)),
  ],
  [
    "or and and",
    { or: [{ speaker: 1 }, { and: [{ clean: true }, { text: "é" }] }], not: { score: 0.5 } },
    (c) => (c.speaker === 1 || c.clean && c.text === "é") && c.score !== 0.5,
  ],
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

Deno.test("a filter means what the plainest reading of it means, whatever it is made of", () => {
  fc.assert(
    fc.property(
      filteredRecords,
      fc.array(filterOf("json"), { minLength: 10 }),
      (records, filters) => {
        using dataset = filteredDataset(records);
        const read = records.map((_, index) => recordOf(dataset, index));
        for (const filter of filters) {
          const wanted = read.flatMap((record, index) => passes(filter, record) ? [index] : []);
          assert.deepEqual([...selectRecords(dataset, filter).records], wanted);
          // As JSON, it means the same.
          const text = JSON.stringify(
            filter,
            (_, value: unknown) => typeof value === "bigint" ? String(value) : value,
          );
          if (/null/.test(text)) continue;
          assert.deepEqual([...selectRecords(dataset, JSON.parse(text)).records], wanted, text);
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("texts are read last, once, and only where their length leaves it open", () => {
  const reads = (filter: RecordFilter | readonly RecordFilter[]) =>
    selectRecords(dataset, filter).filterReads;
  const count = (wanted: (clip: Required<Clip>) => boolean) => records.filter(wanted).length;
  assert.equal(reads({ speaker: 3, audio: { seconds: { max: 0.001 } } }), 0);
  assert.equal(reads({ text: { missing: true } }), 0);
  assert.equal(reads({ text: "" }), 0);
  assert.equal(reads({ text: { length: { min: 3 } } }), 0);
  assert.equal(reads({ text: "no text is as long" }), 0);
  assert.equal(reads({ text: "ab" }), count(({ text }) => text === "é"));
  assert.equal(reads({ text: { prefix: "é" } }), count(({ text }) => text !== ""));
  const both = count(({ text, speaker }) => text === "é" && speaker === 3);
  assert.equal(reads({ text: "ab", speaker: 3 }), both);
  assert.equal(reads([{ text: "ab" }, { speaker: 3 }]), both);
  assert.equal(reads({ and: [{ text: "ab" }, { speaker: 3 }] }), both);
  assert.equal(reads({ not: { or: [{ text: "ab" }, { speaker: [0, 1, 2, 4] }] } }), both);
  // A function sees what the filters before it left, texts included.
  assert.equal(
    reads([{ text: "ab" }, () => false, { text: { prefix: "x" } }]),
    count(({ text }) => text === "é"),
  );
});

Deno.test("plans and loaders say how many texts their filter read; later epochs read none", async () => {
  const filter = { text: "é", speaker: 2 };
  const wanted = records.filter(({ text, speaker }) => text === "é" && speaker === 2).length;
  const plan = planBatches({ batchSize: 100, filter }, dataset);
  assert.deepEqual([plan.filterReads, plan.recordCount], [wanted, wanted]);
  assert.equal(planBatches({ batchSize: 100 }, dataset).filterReads, 0);
  using loader = dataset.batches({
    batchSize: 100,
    filter,
    shuffle: { seed: 1 },
    fields: ["speaker"],
  });
  assert.equal(loader.filterReads, wanted);
  for (let epoch = 0; epoch < 2; epoch++) {
    const batches = loader.epoch(epoch);
    assert.equal(batches.filterReads, 0);
    let count = 0;
    for await (using batch of batches) count += batch.indices.length;
    assert.equal(count, wanted);
  }
});

Deno.test("the indices of records are a filter, in any order and as often as they come", () => {
  const listed = Uint32Array.of(8999, 4096, 17, 4095, 17, 0);
  assert.deepEqual(left(listed), [0, 17, 4095, 4096, 8999]);
  const some = listed.filter((index) => records[index]!.clean).sort();
  assert.deepEqual(left([{ clean: true }, listed]), [...new Set(some)]);
  assert.deepEqual(left(selectRecords(dataset, { speaker: 3 }).records), left({ speaker: 3 }));
  assert.equal(selectRecords(dataset, [listed, { text: "ab" }]).filterReads, 1);
  assert.equal(selectRecords(dataset, new Uint32Array()).records.length, 0);
  assert.equal(errorOf(() => left(Uint32Array.of(9000))).code, "no-such-record");
});

Deno.test("functions are asked again in each epoch", async () => {
  let asked = 0;
  using loader = dataset.batches({
    batchSize: 1000,
    filter: (index) => asked++ >= 0 && index < 10,
    shuffle: { seed: 1 },
    fields: ["speaker"],
  });
  for await (using batch of loader.epoch(1)) assert.equal(batch.indices.length, 10);
  assert.equal(asked, 2 * records.length);
});

Deno.test("workers load what a filter by texts leaves", async () => {
  const filter = { or: [{ text: "éé", speaker: { above: 2 } }, { not: { score: { min: -1 } } }] };
  const records = async (workers: number) => {
    const found: number[] = [];
    const options = { batchSize: 64, shuffle: { seed: 3 }, filter, workers };
    for await (using batch of dataset.batches({ ...options, fields: ["text", "speaker"] })) {
      found.push(...batch.indices);
      const { text, speaker } = batch.fields as {
        text: { values: string[] };
        speaker: { data: Uint32Array };
      };
      text.values.forEach((value, row) => {
        const isNaN = batch.indices[row] === 17;
        assert.ok(isNaN || value === "éé" && speaker.data[row]! > 2);
      });
    }
    return found;
  };
  const alone = await records(0);
  assert.ok(alone.includes(17) && alone.length > 100);
  assert.deepEqual(await records(2), alone);
});

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
