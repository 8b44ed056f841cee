import assert from "node:assert/strict";
import fc from "fast-check";
import { type LoaderState, type OrderOptions, planBatches } from "../../runtime/mod.ts";
import { AudiofieldError } from "../../errors/mod.ts";
import { EvenCuts } from "../../runtime/loader/order/even_cuts.ts";
import { errorOf } from "../runtime/_speech.ts";
import { clipsOf, manyClips } from "./_dataset.ts";

const total = 300;
const clips = manyClips(total);

/** Batch `b` of a rank. */
function batchOf(options: OrderOptions, b: number): number[] {
  const plan = planBatches(options, clips);
  const indices = new Uint32Array(plan.maxBatchSize);
  return [...indices.subarray(0, plan.batch(b, indices))];
}

/** The batches that each rank gets in the steps before `until`, and the state there. */
function run(
  options: OrderOptions,
  { worldSize, until = Infinity }: { worldSize: number; until?: number },
) {
  const plans = Array.from(
    { length: worldSize },
    (_, rank) => planBatches({ ...options, rank, worldSize }, clips),
  );
  const steps = Math.min(until, plans[0]!.batchCount);
  const batches = plans.map((plan) => {
    assert.equal(plan.batchCount, plans[0]!.batchCount);
    const indices = new Uint32Array(plan.maxBatchSize);
    return Array.from({ length: steps }, (_, b) => {
      const records = plan.batch(b, indices);
      assert.ok(records > 0 && records <= (options.batchSize ?? Infinity));
      return [...indices.subarray(0, records)];
    });
  });
  const states = plans.map((plan) => JSON.stringify(plan.state(steps)));
  assert.equal(new Set(states).size, 1, "every rank has the same state");
  const state: LoaderState = JSON.parse(states[0]!);
  return { batches, records: batches.flat(2), state, batchCount: plans[0]!.batchCount };
}

function ascending(records: readonly number[]): number[] {
  return records.toSorted((a, b) => a - b);
}

const arbitraryOrder = fc.record({
  batchSize: fc.integer({ min: 2, max: 24 }),
  kept: fc.integer({ min: 1, max: total }),
  shuffle: fc.option(
    fc.record({
      seed: fc.maxSafeNat(),
      epoch: fc.nat(1000),
      locality: fc.constantFrom(undefined, { block: 8, window: 3 }),
    }),
    { nil: undefined },
  ),
  bucket: fc.constantFrom(undefined, { of: "audio" }, { of: "audio", maxTotal: 40_000 }),
}).map(({ batchSize, kept, shuffle, bucket }): OrderOptions => ({
  batchSize,
  ...(kept === total ? {} : { filter: (index: number) => index < kept }),
  ...(bucket === undefined ? {} : { bucket }),
  ...(shuffle === undefined ? {} : {
    shuffle: {
      seed: shuffle.seed,
      epoch: shuffle.epoch,
      ...(bucket !== undefined || shuffle.locality === undefined
        ? {}
        : { locality: shuffle.locality }),
    },
  }),
}));

/** Worlds that take over from each other, each after a number of steps. */
const arbitraryLife = fc.array(
  fc.record({ worldSize: fc.integer({ min: 1, max: 6 }), until: fc.integer({ min: 0, max: 9 }) }),
  { minLength: 1, maxLength: 5 },
);

/** Whether ranks were told that they can't get equally many batches; then nothing came. */
function refused(cause: unknown): boolean {
  return cause instanceof AudiofieldError && cause.code === "too-few-records";
}

Deno.test("interrupted anywhere and resumed with other world sizes, each record comes exactly once", () => {
  let finished = 0;
  fc.assert(
    fc.property(arbitraryOrder, arbitraryLife, (order, life) => {
      const came: number[] = [];
      let state: LoaderState | undefined;
      for (const { worldSize, until } of [...life, { worldSize: 1, until: Infinity }]) {
        const options = state === undefined ? order : { ...order, state };
        try {
          const part = run(options, { worldSize, until });
          came.push(...part.records);
          state = part.state;
        } catch (cause) {
          if (worldSize === 1 || !refused(cause)) throw cause;
        }
      }
      const { recordCount } = planBatches(order, clips);
      assert.deepEqual(ascending(came), Array.from({ length: recordCount }, (_, n) => n));
      finished++;
    }),
    { numRuns: 300 },
  );
  assert.equal(finished, 300);
});

Deno.test("resumed with the same world size, the batches are those of an uninterrupted epoch", () => {
  fc.assert(fc.property(
    arbitraryOrder,
    fc.record({ worldSize: fc.integer({ min: 1, max: 4 }), until: fc.nat(20) }),
    fc.constantFrom("last" as const, "pad" as const, "none" as const),
    (order, { worldSize, until }, drop) => {
      // Buckets split at the very end may be split differently, which another test covers.
      fc.pre(order.bucket === undefined || drop !== "none" || worldSize === 1);
      const options: OrderOptions = { ...order, drop };
      try {
        const whole = run(options, { worldSize });
        const begun = run(options, { worldSize, until });
        const rest = run({ ...options, state: begun.state }, { worldSize });
        const joined = begun.batches.map((batches, rank) => [...batches, ...rest.batches[rank]!]);
        assert.deepEqual(joined, whole.batches);
        assert.deepEqual(rest.state, whole.state);
      } catch (cause) {
        if (!refused(cause)) throw cause;
      }
    },
  ));
});

Deno.test('drop "last" leaves out less than a step, and repeats nothing', () => {
  fc.assert(fc.property(arbitraryOrder, fc.integer({ min: 1, max: 6 }), (order, worldSize) => {
    try {
      const { recordCount } = planBatches(order, clips);
      const { records } = run({ ...order, drop: "last" }, { worldSize });
      assert.equal(new Set(records).size, records.length);
      assert.ok(recordCount - records.length < worldSize * order.batchSize!);
    } catch (cause) {
      if (!refused(cause)) throw cause;
    }
  }));
});

Deno.test('drop "pad" leaves out nothing, and repeats less than a step', () => {
  fc.assert(fc.property(arbitraryOrder, fc.integer({ min: 1, max: 6 }), (order, worldSize) => {
    const { recordCount } = planBatches(order, clips);
    const { records, batches } = run({ ...order, drop: "pad" }, { worldSize });
    assert.equal(new Set(records).size, recordCount);
    assert.ok(records.length - recordCount < worldSize * order.batchSize!);
    if (order.bucket === undefined) {
      assert.ok(batches.flat().every((batch) => batch.length === order.batchSize));
    }
  }));
});

Deno.test("without options, records come in the file's order, and the last batch is smaller", () => {
  const { batches } = run({ batchSize: 128 }, { worldSize: 1 });
  assert.deepEqual(batches[0]!.map(({ length }) => length), [128, 128, 44]);
  assert.deepEqual(batches.flat(2), Array.from({ length: total }, (_, index) => index));
});

Deno.test("ranks take turns batch by batch, and share what doesn't fill a step", () => {
  const { batches } = run({ batchSize: 64, filter: (index) => index < 135 }, { worldSize: 2 });
  assert.deepEqual(batches.map((rank) => rank.map((batch) => [batch[0], batch.length])), [
    [[0, 64], [128, 3]],
    [[64, 64], [131, 4]],
  ]);
});

Deno.test("fewer remaining records than ranks are shared out together with the previous step", () => {
  const { batches } = run({ batchSize: 4, filter: (index) => index < 14 }, { worldSize: 3 });
  assert.deepEqual(batches.map((rank) => rank.map(({ length }) => length)), [[2, 2], [2, 2], [
    3,
    3,
  ]]);
});

Deno.test("a shuffled order depends only on seed and epoch", () => {
  const first = (seed: number, epoch: number) =>
    batchOf({ batchSize: 20, shuffle: { seed, epoch } }, 0).join();
  assert.equal(first(1, 0), first(1, 0));
  assert.equal(new Set([first(1, 0), first(1, 1), first(2, 0), first(2, 1)]).size, 4);
});

Deno.test("the batch size may change when resuming, and a state is small", () => {
  const order = { shuffle: { seed: 5 }, batchSize: 32 };
  const begun = run(order, { worldSize: 2, until: 2 });
  const rest = run({ ...order, batchSize: 7, state: begun.state }, { worldSize: 3 });
  assert.equal(new Set([...begun.records, ...rest.records]).size, total);
  assert.equal(begun.records.length + rest.records.length, total);
  assert.ok(JSON.stringify(begun.state).length < 400);
});

Deno.test("a state of a finished epoch leaves no batch", () => {
  const done = run({ batchSize: 32 }, { worldSize: 1 });
  const plan = planBatches({ batchSize: 32, state: done.state }, clips);
  assert.deepEqual([plan.batchCount, plan.state(0)], [0, done.state]);
});

Deno.test("a batch larger than the dataset is the whole dataset", () => {
  const plan = planBatches({ batchSize: 10_000 }, clips);
  assert.deepEqual([plan.batchCount, plan.maxBatchSize], [1, total]);
  const error = errorOf(() => planBatches({ batchSize: 10_000, drop: "last" }, clips));
  assert.equal(error.code, "too-few-records");
  assert.match(error.message, /its 300 records don't fill a batch of 10000, and drop is "last"/);
});

Deno.test("EvenCuts computes where batches of 4,294,967,295 records are", () => {
  const cuts = new EvenCuts(4_294_967_295, {
    file: "",
    consumed: 0,
    batchSize: 64,
    drop: "none",
    worldSize: 1,
  });
  assert.equal(cuts.count, 67_108_864);
  assert.deepEqual([cuts.start(67_108_863), cuts.size(67_108_863)], [4_294_967_232, 63]);
  assert.equal(cuts.consumed(67_108_864), 4_294_967_295);
});

Deno.test("a dataset without records has no epoch", () => {
  using empty = clipsOf([]);
  assert.equal(errorOf(() => planBatches({ batchSize: 1 }, empty)).code, "no-records");
});
