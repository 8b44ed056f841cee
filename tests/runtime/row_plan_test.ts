/** What the batches of all kinds share: how many records they hold, and how long their rows are. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { UsageError } from "../../errors/mod.ts";
import { BatchRows } from "../../runtime/batch/batch_rows.ts";
import { RowPlan } from "../../runtime/batch/row_plan.ts";

Deno.test("BatchRows cuts every column to the records that were started", () => {
  const cases = fc.record({
    capacity: fc.nat(9),
    each: fc.integer({ min: 1, max: 3 }),
    counts: fc.array(fc.nat(12), { minLength: 1 }),
  });
  fc.assert(fc.property(cases, ({ capacity, each, counts }) => {
    const rows = new BatchRows(capacity);
    const [one, several] = [rows.column(Uint32Array), rows.column(Uint8Array, each)];
    // Before anything is started, they show how much room there is.
    let [records, shown] = [0, capacity];
    for (const count of counts) {
      if (count > capacity) assert.throws(() => rows.begin(count), { code: "batch-too-small" });
      else rows.begin(records = shown = count);
      assert.equal(rows.records, records);
      assert.deepEqual([one.shown.length, several.shown.length], [shown, shown * each]);
    }
  }));
});

Deno.test("BatchRows refuses invalid sizes, and to start after it was disposed of", () => {
  for (const capacity of [-1, 1.5, NaN]) {
    assert.throws(() => new BatchRows(capacity), { code: "invalid-batch", found: capacity });
  }
  const rows = new BatchRows(2);
  assert.deepEqual([rows.dispose(), rows.dispose()], [true, false]);
  assert.throws(() => rows.begin(1), { name: "UsageError", code: "disposed" });
});

Deno.test("RowPlan pads rows to padTo, and keeps within its total", () => {
  const cases = fc.record({
    capacity: fc.integer({ min: 1, max: 8 }),
    most: fc.integer({ min: 1, max: 50 }),
    multipleOf: fc.integer({ min: 1, max: 9 }),
    isFixed: fc.boolean(),
    lengths: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(cases, ({ capacity, most, multipleOf, isFixed, lengths, share }) => {
    const multiple = isFixed ? 1 : multipleOf;
    const padded = Math.ceil(most / multiple) * multiple;
    const maxTotal = Math.floor(share * capacity * padded);
    const plan = new RowPlan(
      isFixed ? {} : { padTo: { multipleOf }, maxTotal },
      { capacity, longest: most, unit: "frame" },
    );
    assert.equal(plan.maxTotal, isFixed ? capacity * padded : maxTotal);
    const kept = lengths.slice(0, capacity).map((length) => Math.min(length, most));
    const longest = Math.max(...kept);
    const wanted = isFixed ? padded : Math.ceil(longest / multiple) * multiple;
    plan.begin(kept.length);
    plan.lengths.set(kept);
    if (kept.length * wanted > plan.maxTotal) {
      assert.throws(() => plan.end(longest), { code: "batch-too-small", wanted: maxTotal });
      return;
    }
    plan.end(longest);
    assert.equal(plan.rowLength, wanted);
    assert.deepEqual([...plan.shownLengths], kept);
    assert.equal(plan.shownIndices.length, kept.length);
  }));
});

Deno.test("RowPlan checks windows before it changes anything", () => {
  const plan = new RowPlan({}, { capacity: 2, longest: 10, unit: "sample" });
  plan.begin(1);
  plan.end(10);
  const refused: [number[], number[], number, string][] = [
    [[0, 1], [0], 5, "invalid-window"],
    [[0], [-1], 5, "invalid-window"],
    [[0], [0], 11, "batch-too-small"],
    [[0, 1, 2], [0, 0, 0], 5, "batch-too-small"],
  ];
  for (const [indices, starts, count, code] of refused) {
    assert.throws(() => plan.beginWindows(indices, starts, count), { name: "UsageError", code });
    assert.deepEqual([plan.records, plan.rowLength], [1, 10]);
  }
  plan.beginWindows([4, 5], [0, 3], 7);
  assert.deepEqual([plan.records, plan.rowLength, plan.shownLengths.length], [2, 7, 2]);
});

Deno.test("RowPlan names the option to raise, in its own unit", () => {
  for (const [unit, option] of [["sample", "maxSamples"], ["frame", "maxFrames"]] as const) {
    const plan = new RowPlan({ padTo: "batch" }, { capacity: 1, longest: 4, unit });
    const long = { file: "a.afd", field: "audio", record: 3, length: 9 };
    const { message, ...error } = plan.tooLong(long);
    assert.match(
      message,
      new RegExp(`record 3 in "a.afd": it has 9 ${unit}s, but the batch has room for 4`),
    );
    assert.equal(error.code, "longer-than-batch");
    assert.match(error.hint ?? "", new RegExp(`larger ${option}`));
    assert.equal(plan.hint, `pass a smaller ${option} or maxTotal`);
    assert.throws(
      () => new RowPlan({}, { capacity: 1, longest: -1, unit }),
      (error) => error instanceof UsageError && error.message.includes(option),
    );
  }
});
