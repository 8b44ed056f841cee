import assert from "node:assert/strict";
import { type LoaderState, type OrderOptions, planBatches } from "../../runtime/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { clipsOf, manyClips } from "./_dataset.ts";

const clips = manyClips(100);

const wrong: readonly (readonly [string, RegExp, OrderOptions])[] = [
  ["invalid-option", /batchSize is 0, wanted an integer from 1 to/, { batchSize: 0 }],
  ["invalid-option", /batchSize is 1.5/, { batchSize: 1.5 }],
  ["invalid-option", /batchSize is null, wanted an integer of at least 1, or bucket.maxTotal/, {}],
  ["invalid-option", /batchSize is null/, { bucket: { of: "audio" } }],
  ["invalid-option", /worldSize is 0/, { batchSize: 1, worldSize: 0 }],
  ["invalid-option", /rank is -1/, { batchSize: 1, rank: -1 }],
  ["no-such-rank", /no rank 2 in a world of 2; worldSize is the number/, {
    batchSize: 1,
    rank: 2,
    worldSize: 2,
  }],
  ["invalid-option", /shuffle.seed is -1/, { batchSize: 1, shuffle: { seed: -1 } }],
  ["invalid-option", /shuffle.seed is undefined/, {
    batchSize: 1,
    shuffle: {} as { seed: number },
  }],
  ["invalid-option", /shuffle.epoch is 0.5/, { batchSize: 1, shuffle: { seed: 1, epoch: 0.5 } }],
  ["invalid-option", /no option "sed"/, { batchSize: 1, shuffle: { seed: 1, sed: 1 } as never }],
  [
    "invalid-option",
    /locality.window is 0/,
    { batchSize: 1, shuffle: { seed: 1, locality: { window: 0 } } },
  ],
  ["invalid-option", /drop can't be "all"/, { batchSize: 1, drop: "all" as never }],
  ["invalid-option", /maxPadding is 0,/, { batchSize: 1, bucket: { of: "audio", maxPadding: 0 } }],
  ["invalid-option", /maxTotal is 0,/, { bucket: { of: "audio", maxTotal: 0 } }],
  ["invalid-option", /maxSeconds is 0, wanted a number of seconds above 0/, {
    bucket: { of: "audio", maxSeconds: 0 },
  }],
  ["invalid-option", /maxSeconds is Infinity/, { bucket: { of: "audio", maxSeconds: Infinity } }],
  ["invalid-option", /maxSeconds is 0.00006, wanted at least 0.0000625 s, one sample or frame/, {
    bucket: { of: "audio", maxSeconds: 0.00006 },
  }],
  ["contradiction", /maxTotal and bucket.maxSeconds are both given; leave out one of them$/, {
    bucket: { of: "audio", maxSeconds: 1, maxTotal: 16_000 },
  }],
  [
    "no-period",
    /doesn't say how many samples or frames of "text" make a second; give bucket.maxTotal/,
    {
      bucket: { of: "text", maxSeconds: 1 },
    },
  ],
  ["no-such-field", /no field "adio"/, { bucket: { of: "adio", maxSeconds: 1 } }],
  [
    "record-too-long",
    /at most 1600 \(0.1 s\) by "audio" .* raise maxSeconds, or filter by \{ audio: \{ seconds: \{ max: 0.1 \} \} \}$/,
    {
      bucket: { of: "audio", maxSeconds: 0.1 },
    },
  ],
  ["no-such-field", /no field "adio"; its fields are audio, /, {
    batchSize: 1,
    bucket: { of: "adio" },
  }],
  ["no-length", /"speaker" .* has no length: it is a uint32/, {
    batchSize: 1,
    bucket: { of: "speaker" },
  }],
  [
    "contradiction",
    /buckets take their records from all over the file/,
    { batchSize: 1, bucket: { of: "audio" }, shuffle: { seed: 1, locality: {} } },
  ],
  ["too-few-records", /its last 100 records can't be divided among 101 ranks/, {
    batchSize: 2,
    worldSize: 101,
  }],
  ["too-few-records", /its last record can't be divided/, { batchSize: 1, worldSize: 3 }],
];

for (const [code, message, options] of wrong) {
  Deno.test(`planBatches() refuses ${JSON.stringify(options)}`, () => {
    const error = errorOf(() => planBatches(options, clips));
    assert.equal(error.code, code);
    assert.match(error.message, message);
  });
}

Deno.test("batch() and state() refuse batches that don't exist, and too little room", () => {
  const plan = planBatches({ batchSize: 30 }, clips);
  const indices = new Uint32Array(30);
  for (const b of [-1, 4, 0.5, NaN]) {
    assert.equal(errorOf(() => plan.batch(b, indices)).code, "no-such-batch");
  }
  assert.equal(errorOf(() => plan.state(5)).code, "no-such-batch");
  const error = errorOf(() => plan.batch(0, indices.subarray(0, 29)));
  assert.equal(error.code, "indices-size");
  assert.match(error.message, /to an array of 29; pass an array of at least 30$/);
});

const order: OrderOptions = { batchSize: 8, shuffle: { seed: 3, epoch: 2 } };
const state = planBatches(order, clips).state(2);

const others: readonly (readonly [string, RegExp, OrderOptions])[] = [
  ["other-seed", /a different seed \(shuffle.seed was 3, and is 4 now\)/, {
    shuffle: { seed: 4, epoch: 2 },
  }],
  ["other-epoch", /a different epoch \(shuffle.epoch was 2, and is 3 now\)/, {
    shuffle: { seed: 3, epoch: 3 },
  }],
  ["other-order", /a different order \(selected was null, and is /, { filter: { speaker: 3 } }],
  ["other-order", /a different order \(bucket was null, and is /, { bucket: { of: "audio" } }],
  ["other-order", /\(shuffle.locality was null, and is \{"block":256,"window":64\} now\)/, {
    shuffle: { seed: 3, epoch: 2, locality: {} },
  }],
];

for (const [code, message, options] of others) {
  Deno.test(`a state can't be resumed in a different order: ${JSON.stringify(options)}`, () => {
    const error = errorOf(() => planBatches({ ...order, ...options, state }, clips));
    assert.equal(error.code, code);
    assert.match(error.message, message);
  });
}

Deno.test("a state of another file is refused, even with the same schema and number of records", () => {
  using shorter = manyClips(99);
  using other = clipsOf(Array.from({ length: 100 }, () => ({ samples: 5 })));
  for (const dataset of [shorter, other]) {
    const error = errorOf(() => planBatches({ ...order, state }, dataset));
    assert.equal(error.code, "other-dataset");
    assert.match(
      error.message,
      /a different dataset \(dataset.identity was "[0-9a-f]{64}", and is "[0-9a-f]{64}" now\); open the/,
    );
  }
});

Deno.test("what isn't a state is refused", () => {
  const values: unknown[] = [
    null,
    7,
    "state",
    {},
    { ...state, version: 1 },
    { ...state, version: 3 },
    { ...state, consumed: -1 },
    { ...state, consumed: "4" },
    { ...state, consumed: 101 },
  ];
  for (const value of values) {
    const error = errorOf(() => planBatches({ ...order, state: value as LoaderState }, clips));
    assert.equal(error.code, "invalid-state", JSON.stringify(value));
  }
});

Deno.test("a state of another version is refused with a sentence that says so", () => {
  const older = {
    ...state,
    version: 1,
    dataset: { fingerprint: "f".repeat(64), checksum: 7, records: 100 },
  };
  const resume = (value: unknown) =>
    errorOf(() => planBatches({ ...order, state: value as LoaderState }, clips)).message;
  assert.match(
    resume(older),
    /its state has version 1, which an older audiofield made, and this one reads version 2; start the epoch without/,
  );
  assert.match(
    resume({ ...state, version: 3 }),
    /version 3, which a newer audiofield made, .*update/,
  );
});
