/** Reading batches of features from a mapped file makes no garbage, whatever options they have. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

for (const layout of ["binsFirst", "framesFirst"]) {
  for (const dtype of ["float16", "float32"]) {
    for (const what of ["whole", "windows"]) {
      Deno.test(`batches of ${what === "whole" ? what : "windows of"} features, ${layout}, ${dtype}, make no garbage`, async () => {
        const folder = Deno.makeTempDirSync();
        try {
          const path = `${folder}/a.afd`;
          const run = await tracedRun("_spectral_gc_run.ts", path, layout, dtype, what);
          assert.deepEqual(run.collections, []);
          assert.equal(run.facts.storage, "mapped");
          // 96,000 records mustn't leave a byte each.
          const grown = Number(run.facts.grown);
          assert.ok(grown < 96_000, `the heap grew by ${grown} bytes`);
        } finally {
          Deno.removeSync(folder, { recursive: true });
        }
      });
    }
  }
}
