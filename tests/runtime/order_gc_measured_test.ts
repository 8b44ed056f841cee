/** Computing a plan's batches and crops makes no garbage. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

for (const mode of ["shuffle", "locality", "bucket", "huge"]) {
  Deno.test(`a million indices of a plan make no garbage: ${mode}`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      const { collections, facts } = await tracedRun("_order_gc_run.ts", `${folder}/a.afd`, mode);
      assert.equal(facts.asked, 220 * 5000);
      assert.deepEqual(collections, []);
      assert.ok(Number(facts.grown) < 1_000_000, `the heap grew by ${facts.grown} bytes`);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
