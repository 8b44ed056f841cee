/** Iterating over batches makes next to no garbage, and keeps none: V8 itself says so. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

for (const [workers, most] of [[0, 20], [2, 40]] as const) {
  Deno.test(`batches() of 12 kB clips, ${workers} workers: at most ${most} collections in 10,000, and nothing kept`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      const path = `${folder}/speech.afd`;
      const { collections, facts } = await tracedRun("_batches_gc_run.ts", path, `${workers}`);
      assert.equal(facts["storage"], "mapped");
      assert.equal(facts["sum"], 10_000 * 6_000);
      assert.ok(collections.length <= most, collections.join("\n"));
      assert.ok(Number(facts["retained"]) < 1_000_000, `${facts["retained"]} bytes are kept`);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
