import assert from "node:assert/strict";
import fc from "fast-check";
import { measurePadding, type OrderOptions, planBatches } from "../../runtime/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { clipsOf, manyClips, randomOf } from "./_dataset.ts";

const clips = manyClips(400);

function batchesOf(options: OrderOptions, dataset = clips): number[][] {
  const plan = planBatches(options, dataset);
  const indices = new Uint32Array(plan.maxBatchSize);
  return Array.from({ length: plan.batchCount }, (_, b) => {
    return [...indices.subarray(0, plan.batch(b, indices))];
  });
}

function cost(batch: readonly number[], dataset = clips): { padded: number; padding: number } {
  const lengths = batch.map((record) => dataset.field("audio").length(record));
  const padded = Math.max(...lengths) * batch.length;
  return { padded, padding: 1 - lengths.reduce((a, b) => a + b, 0) / padded };
}

Deno.test("maxSeconds is maxTotal in the field's unit, rounded down", () => {
  const seconds = { of: "audio", maxSeconds: 0.34567 };
  const samples = { of: "audio", maxTotal: 5530 };
  assert.deepEqual(batchesOf({ bucket: seconds }), batchesOf({ bucket: samples }));
  assert.notDeepEqual(
    batchesOf({ bucket: seconds }),
    batchesOf({ bucket: { of: "audio", maxTotal: 5500 } }),
  );
  const state = planBatches({ bucket: seconds }, clips).state(2);
  assert.equal(state.bucket?.maxTotal, 5530);
  // The limit is what counts, not the unit that it was given in.
  assert.deepEqual(
    planBatches({ bucket: samples, state }, clips).state(0).consumed,
    state.consumed,
  );
});

Deno.test("no batch has more padding, records or samples than allowed", () => {
  fc.assert(fc.property(
    fc.record({
      batchSize: fc.integer({ min: 1, max: 64 }),
      maxPadding: fc.double({ min: 0.01, max: 0.95, noNaN: true }),
      maxTotal: fc.integer({ min: 5000, max: 100_000 }),
      seed: fc.nat(),
    }),
    ({ batchSize, maxPadding, maxTotal, seed }) => {
      const bucket = { of: "audio", maxPadding, maxTotal };
      for (const batch of batchesOf({ batchSize, bucket, shuffle: { seed } })) {
        const { padded, padding } = cost(batch);
        assert.ok(batch.length <= batchSize && padded <= maxTotal && padding <= maxPadding + 1e-12);
      }
    },
  ));
});

Deno.test("a batch size isn't needed if the total is capped", () => {
  const plan = planBatches({ bucket: { of: "audio", maxTotal: 20_000 } }, clips);
  const sizes = batchesOf({ bucket: { of: "audio", maxTotal: 20_000 } }).map(({ length }) =>
    length
  );
  assert.equal(plan.maxBatchSize, Math.max(...sizes));
  assert.ok(plan.maxBatchSize > 20 && sizes.reduce((a, b) => a + b, 0) === 400);
});

Deno.test("a 20-minute outlier among 3-second clips gets a batch of its own and affects no other", () => {
  const random = randomOf(3);
  const short = Array.from(
    { length: 200 },
    () => ({ samples: 40_000 + Math.floor(random() * 9000) }),
  );
  using without = clipsOf(short);
  using outlier = clipsOf([...short, { samples: 20 * 60 * 16_000 }]);
  for (const bucket of [{ of: "audio" }, { of: "audio", maxTotal: 20 * 60 * 16_000 }]) {
    const options = { batchSize: 32, bucket };
    const batches = batchesOf(options, outlier);
    assert.deepEqual(batches.at(-1), [200]);
    assert.deepEqual(batches.slice(0, -1), batchesOf(options, without));
  }
});

Deno.test("a record too large for any batch is named, with what to do", () => {
  const error = errorOf(() => planBatches({ bucket: { of: "audio", maxTotal: 900 } }, clips));
  assert.deepEqual([error.code, error.field, error.wanted], ["record-too-long", "audio", 900]);
  assert.equal(error.found, clips.field("audio").length(error.record!));
  assert.match(error.message, /or filter by \{ audio: \{ length: \{ max: 900 \} \} \}$/);
});

Deno.test("without a shuffle, batches go from short to long, in the file's order within a class", () => {
  using even = clipsOf([500, 20, 500, 20, 500, 20].map((samples) => ({ samples })));
  assert.deepEqual(batchesOf({ batchSize: 2, bucket: { of: "audio" } }, even), [
    [1, 3],
    [5],
    [0, 2],
    [4],
  ]);
});

Deno.test("epochs shuffle both the batches and which records share one", () => {
  const epoch = (number: number) =>
    batchesOf({ batchSize: 8, bucket: { of: "audio" }, shuffle: { seed: 1, epoch: number } });
  const [one, other] = [epoch(0), epoch(1)];
  const longest = (batches: number[][]) =>
    batches.map((batch) => cost(batch).padded / batch.length);
  const sorted = longest(one).toSorted((a, b) => a - b);
  assert.notDeepEqual(longest(one), sorted);
  const neighbours = (batches: number[][]) =>
    new Set(batches.flatMap((batch) => batch.flatMap((a) => batch.map((b) => `${a},${b}`))));
  const [was, is] = [neighbours(one), neighbours(other)];
  const kept = [...was].filter((pair) => is.has(pair)).length;
  assert.ok(kept < was.size * 0.7, `${kept} of ${was.size} pairs met again`);
});

Deno.test("records without any length form a batch like others", () => {
  using empty = clipsOf([0, 0, 0, 7].map((samples) => ({ samples })));
  assert.deepEqual(batchesOf({ batchSize: 4, bucket: { of: "audio" } }, empty), [[0, 1, 2], [3]]);
});

Deno.test("measurePadding() agrees with counting by hand", () => {
  using four = clipsOf([100, 1, 100, 1].map((samples) => ({ samples })));
  const costs = measurePadding(four, { of: "audio", batchSize: 2 });
  const of = (order: string) => costs.find((cost) => cost.order === order)!;
  assert.deepEqual(of("file"), {
    order: "file",
    maxPadding: null,
    batches: 2,
    meanRecords: 2,
    padding: 1 - 202 / 400,
    largest: 200,
  });
  assert.equal(of("sorted").padding, 0);
  assert.equal(of("buckets").padding, 0);
  const many = measurePadding(clips, { of: "audio", batchSize: 32 });
  const [, shuffled, sorted, ...buckets] = many.map(({ padding }) => padding);
  assert.ok(shuffled! > 0.4 && sorted! < 0.15);
  buckets.forEach((padding, at) => assert.ok(padding < [0.05, 0.1, 0.2][at]!));
});
