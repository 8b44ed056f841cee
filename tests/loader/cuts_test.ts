import assert from "node:assert/strict";
import { BucketCuts } from "../../runtime/loader/order/bucket_cuts.ts";
import { EvenCuts } from "../../runtime/loader/order/even_cuts.ts";
import { errorOf } from "../runtime/_speech.ts";

const options = { file: "a.afd", consumed: 0, drop: "none", worldSize: 3 } as const;

function sizesOf(cuts: EvenCuts | BucketCuts): number[] {
  return Array.from({ length: cuts.count }, (_, number) => cuts.size(number));
}

Deno.test("EvenCuts shares out the last records, down to one per batch and no further", () => {
  assert.deepEqual(sizesOf(new EvenCuts(7, { ...options, batchSize: 2 })), [1, 1, 2, 1, 1, 1]);
  const error = errorOf(() => new EvenCuts(4, { ...options, batchSize: 1 }));
  assert.equal(error.code, "too-few-records");
});

Deno.test("BucketCuts splits the largest batches of the last step first", () => {
  const cuts = new BucketCuts(Uint32Array.of(0, 5, 10, 15, 24, 26), options);
  assert.deepEqual(sizesOf(cuts), [5, 5, 5, 4, 5, 2]);
  assert.deepEqual([cuts.consumed(3), cuts.consumed(6)], [15, 26]);
});

Deno.test("BucketCuts includes the step before if the last has fewer records than ranks", () => {
  const cuts = new BucketCuts(Uint32Array.of(0, 5, 10, 15, 21, 24, 27, 28), options);
  const sizes = sizesOf(cuts);
  assert.deepEqual(sizes.slice(0, 3), [5, 5, 5]);
  assert.equal(sizes.length, 9);
  assert.equal(sizes.reduce((a, b) => a + b, 0), 28);
  assert.ok(sizes.every((size) => size > 0));
});

Deno.test("BucketCuts refuses batches of single records that can't be split", () => {
  const error = errorOf(() => new BucketCuts(Uint32Array.of(0, 1, 2, 3, 4), options));
  assert.equal(error.code, "too-few-records");
});
