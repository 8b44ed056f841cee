import assert from "node:assert/strict";
import fc from "fast-check";
import { Arena, arenaPageBytes as page, wholePages } from "../../runtime/storage/arena.ts";

const capacity = 64 * page;

Deno.test("Arena.allocate() never returns a byte twice, and release() frees all of them", () => {
  const steps = fc.array(
    fc.record({ size: fc.nat(20 * page), release: fc.nat(20), last: fc.boolean() }),
    {
      maxLength: 200,
    },
  );
  fc.assert(fc.property(steps, (steps) => {
    const arena = new Arena(capacity);
    const held: { start: number; size: number }[] = [];
    let free = capacity;
    for (const { size, release, last } of steps) {
      const start = last ? arena.allocateLast(size) : arena.allocate(size);
      if (start !== undefined) {
        assert.equal(start % page, 0);
        assert.ok(start + size <= capacity);
        for (const other of held) assert.ok(!overlap({ start, size }, other));
        held.push({ start, size });
        free -= wholePages(size);
      }
      const [returned] = held.splice(release, 1);
      if (returned !== undefined) {
        arena.release(returned.start, returned.size);
        free += wholePages(returned.size);
      }
      assert.equal(arena.freeBytes, free);
    }
    for (const { start, size } of held) arena.release(start, size);
    assert.equal(arena.allocate(capacity), 0);
  }));
});

Deno.test("Arena.allocate() finds room as long as a range is large enough", () => {
  const arena = new Arena(4 * page);
  const starts = [1, page, page - 1, 0].map((size) => arena.allocate(size));
  assert.deepEqual(starts, [0, page, 2 * page, 3 * page]);
  assert.equal(arena.allocate(0), undefined);
  assert.equal(arena.allocateLast(0), undefined);
  arena.release(page, page);
  arena.release(3 * page, 0);
  assert.equal(arena.allocate(page + 1), undefined);
  assert.equal(arena.allocateLast(page), 3 * page);
  arena.release(3 * page, page);
  arena.release(2 * page, page - 1);
  assert.equal(arena.allocate(3 * page), page);
});

/** Whether two ranges share a page; a range of no bytes takes one too. */
function overlap(a: { start: number; size: number }, b: { start: number; size: number }): boolean {
  return a.start < b.start + wholePages(b.size) && b.start < a.start + wholePages(a.size);
}
