import assert from "node:assert/strict";
import fc from "fast-check";
import { LocalOrder } from "../../runtime/loader/order/local_order.ts";

function recordsOf(order: LocalOrder): number[] {
  return Array.from({ length: order.length }, (_, position) => order.at(position));
}

Deno.test("LocalOrder gives each record once", () => {
  fc.assert(fc.property(
    fc.record({
      length: fc.integer({ min: 1, max: 700 }),
      block: fc.integer({ min: 1, max: 60 }),
      window: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(),
    }),
    ({ length, block, window, seed }) => {
      const records = recordsOf(new LocalOrder(length, { block, window, key: [seed] }));
      assert.deepEqual(records.toSorted((a, b) => a - b), records.map((_, index) => index));
    },
  ));
});

Deno.test("LocalOrder reads a window's records from as many places as it has blocks", () => {
  const [length, block, window] = [100_003, 64, 16];
  const records = recordsOf(new LocalOrder(length, { block, window, key: [3] }));
  for (let first = 0; first < length; first += block * window) {
    const sorted = records.slice(first, first + block * window).sort((a, b) => a - b);
    const places = sorted.filter((record, at) => at === 0 || record !== sorted[at - 1]! + 1).length;
    // One more if the file's end lies within a block, and one for the incomplete block.
    assert.ok(places <= window + 2, `${places} places`);
  }
});

Deno.test("LocalOrder mixes: a batch comes from nearly as many blocks as chance would give", () => {
  const [block, window, batch] = [64, 64, 64];
  const records = recordsOf(new LocalOrder(block * window * 20, { block, window, key: [3] }));
  let blocks = 0;
  for (let first = 0; first < records.length; first += batch) {
    const taken = records.slice(first, first + batch);
    blocks += new Set(taken.map((record) => Math.floor(record / block))).size;
  }
  // Drawing 64 times from 64 blocks finds 64 × (1 − e⁻¹) = 40 of them; runs begin anywhere, so more.
  assert.ok(blocks / (records.length / batch) > 40);
});

Deno.test("LocalOrder starts blocks at different places in each epoch", () => {
  const begins = Array.from({ length: 20 }, (_, epoch) => {
    const order = new LocalOrder(6400, { block: 64, window: 1, key: [1, epoch] });
    const run = recordsOf(order).slice(0, 64).sort((a, b) => a - b);
    assert.equal(new Set(run).size, 64);
    return run[0]! % 64;
  });
  assert.ok(new Set(begins).size > 10, `${begins}`);
});
