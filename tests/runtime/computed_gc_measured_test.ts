/** Features of clips in memory make no garbage, according to V8 itself. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

for (const mode of ["reuse", "padded"]) {
  Deno.test(`compute() makes no garbage in 4,000 clips (${mode})`, async () => {
    const { collections, facts } = await tracedRun("_computed_gc_run.ts", mode);
    assert.deepEqual(collections, []);
    assert.ok(Number.isFinite(facts.sum));
    // Nor was it merely too early for a collection: a clip takes numbers, but no array or view.
    assert.ok(Number(facts.grown) < 400_000, `the heap grew by ${facts.grown} bytes`);
  });
}

Deno.test("the same loop with a new array for each clip shows collections", async () => {
  const { collections } = await tracedRun("_computed_gc_run.ts", "allocate");
  assert.ok(collections.length > 0);
});
