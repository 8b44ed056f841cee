import assert from "node:assert/strict";
import fc from "fast-check";
import { Arena } from "../../runtime/storage/arena.ts";

const capacity = 64 * 4096;

Deno.test("Arena.allocate() never hands out a byte twice, and release() gives all of it back", () => {
  const steps = fc.array(fc.record({ size: fc.nat(90_000), release: fc.nat(20) }), {
    maxLength: 200,
  });
  fc.assert(fc.property(steps, (steps) => {
    const arena = new Arena(capacity);
    const held: { start: number; size: number }[] = [];
    const dirty = new Uint8Array(capacity);
    for (const { size, release } of steps) {
      const place = arena.allocate(size);
      if (place !== undefined) {
        const { start, touched } = place;
        // Whatever was handed out before is said to have been.
        assert.ok(dirty.subarray(start + touched, start + size).every((byte) => byte === 0));
        assert.ok(touched <= size);
        dirty.fill(1, start, start + size);
        assert.equal(start % 4096, 0);
        assert.ok(start + size <= capacity);
        for (const other of held) assert.ok(!overlap({ start, size }, other));
        held.push({ start, size });
      }
      const [returned] = held.splice(release, 1);
      if (returned !== undefined) arena.release(returned.start, returned.size);
    }
    for (const { start, size } of held) arena.release(start, size);
    assert.equal(arena.allocate(capacity)?.start, 0);
  }));
});

Deno.test("Arena.allocate() finds room as long as there is a range that is large enough", () => {
  const arena = new Arena(4 * 4096);
  const starts = [1, 4096, 4095, 0].map((size) => arena.allocate(size)?.start);
  assert.deepEqual(starts, [0, 4096, 8192, 12_288]);
  assert.equal(arena.allocate(0), undefined);
  arena.release(4096, 4096);
  arena.release(12_288, 0);
  assert.equal(arena.allocate(4097), undefined);
  arena.release(8192, 4095);
  assert.deepEqual(arena.allocate(3 * 4096), { start: 4096, touched: 3 * 4096 });
});

/** Whether two ranges share a page; a range of no bytes takes one too. */
function overlap(a: { start: number; size: number }, b: { start: number; size: number }): boolean {
  return a.start < b.start + Math.max(1, b.size) && b.start < a.start + Math.max(1, a.size);
}
