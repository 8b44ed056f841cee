/** Batches that lie in memory of their own, which the next batch takes over. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { IdleMemories } from "../../runtime/batch/idle_memories.ts";
import { ownBatch } from "../../runtime/batch/own_batch.ts";
import { MemoryStorage } from "../../runtime/storage/memory.ts";

const storage = new MemoryStorage(new Uint8Array(0));

Deno.test("a batch's memory is zeroed for the next one, and its views are detached", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 12 });
  const allocated = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 3 });
  fc.assert(fc.property(sizes, allocated, (sizes, allocated) => {
    for (const size of sizes) {
      const places: (readonly [at: number, bytes: number])[] = [];
      const own = ownBatch(storage, size, (kernels) => {
        for (const bytes of allocated) places.push([kernels.allocate(bytes), bytes]);
      })!;
      const { bytes } = own.block;
      assert.equal(bytes.length, size);
      assert.ok(isZero(bytes));
      const memory = own.kernels.bytes();
      for (const [at, count] of places) memory.fill(7, at, at + count);
      assert.ok(isZero(bytes), "what the kernels allocate lies elsewhere");
      bytes.fill(9);
      for (const [at, count] of places) own.kernels.free(at, count);
      own.block[Symbol.dispose]();
      own.block[Symbol.dispose]();
      assert.equal(bytes.length, 0);
    }
  }));
});

Deno.test("batches that are used at the same time have memories of their own", () => {
  const [one, other] = [5, 5].map((size) => ownBatch(storage, size, () => {})!);
  assert.notEqual(one!.kernels, other!.kernels);
  for (const { block } of [one!, other!]) block[Symbol.dispose]();
  const next = ownBatch(storage, 5, () => {})!;
  assert.ok([one!.kernels, other!.kernels].includes(next.kernels), "one of the two is used again");
  next.block[Symbol.dispose]();
});

Deno.test("IdleMemories takes what fits best, and keeps no more than it may", () => {
  const memory = (roomBytes: number) => ({ roomBytes, memoryBytes: roomBytes });
  const idle = new IdleMemories<ReturnType<typeof memory>>({ count: 3, bytes: 100e6 });
  assert.equal(idle.take(1), undefined);
  const [small, middle, large] = [memory(1e5), memory(5e5), memory(50e6)];
  for (const each of [small, middle, large]) idle.give(each);
  // The large one is left for large batches.
  assert.equal(idle.take(2e5), middle);
  assert.equal(idle.take(2e5), small);
  assert.equal(idle.take(2e5), undefined);
  assert.equal(idle.take(20e6), large);
  idle.give(memory(101e6));
  assert.equal(idle.take(101e6), undefined);
  const many = [1, 2, 3, 4].map(memory);
  for (const each of many) idle.give(each);
  assert.deepEqual([idle.take(9), idle.take(9), idle.take(9), idle.take(9)], [
    many[3],
    many[2],
    many[1],
    undefined,
  ]);
  for (const bytes of [60e6, 70e6]) idle.give(memory(bytes));
  assert.equal(idle.take(60e6)?.roomBytes, 70e6);
  assert.equal(idle.take(60e6), undefined);
});

function isZero(bytes: Uint8Array): boolean {
  return Buffer.alloc(bytes.length).equals(bytes);
}
