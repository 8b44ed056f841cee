/** Arrays that are cut to the current rows, over memory that stays. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { RowArray } from "../../runtime/batch/row_array.ts";

Deno.test("RowArray shows the rows of the latest cut, whatever came before", () => {
  const cases = fc.record({
    capacity: fc.nat(9),
    each: fc.integer({ min: 0, max: 3 }),
    cuts: fc.array(fc.nat(9), { minLength: 1 }),
  });
  fc.assert(fc.property(cases, ({ capacity, each, cuts }) => {
    const all = Uint8Array.from({ length: capacity * each }, (_, at) => at);
    const rows = new RowArray(all, each);
    assert.equal(rows.shown, all);
    for (const cut of cuts) {
      const count = Math.min(cut, capacity);
      rows.cut(count);
      assert.deepEqual([...rows.shown], [...all.slice(0, count * each)]);
      assert.equal(rows.shown.buffer, all.buffer);
    }
  }));
});

Deno.test("RowArray makes one view per number of rows, and none for all rows", () => {
  const all = new Float64Array(10);
  const rows = new RowArray(all, 2);
  const views = [3, 5, 1, 3, 5, 1].map((count) => {
    rows.cut(count);
    return rows.shown;
  });
  assert.deepEqual(views.map(({ length }) => length), [6, 10, 2, 6, 10, 2]);
  for (const at of [0, 1, 2]) assert.equal(views[at], views[at + 3]);
  assert.equal(views[1], all);
});
