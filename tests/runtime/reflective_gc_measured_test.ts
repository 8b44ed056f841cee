/** Batches made without a generated module make no garbage, either: V8 itself says so. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

const runs: readonly (readonly [field: string, options: object])[] = [
  ["audio", {}],
  ["audio", { dtype: "float32" }],
  ["mel", {}],
  ["mel", { layout: "framesFirst", dtype: "float32" }],
  ["codes", {}],
  ["codes", { order: "delay", dtype: "int64", padValue: -1 }],
  ["speaker", {}],
];

for (const [field, options] of runs) {
  for (const what of field === "speaker" ? ["whole"] : ["whole", "windows"]) {
    const json = JSON.stringify(options);
    Deno.test(`batches of ${field} ${json}, ${what}, without a generated module`, async () => {
      const folder = Deno.makeTempDirSync();
      try {
        const run = await tracedRun("_reflective_gc_run.ts", `${folder}/a.afd`, field, json, what);
        assert.deepEqual(run.collections, []);
        assert.equal(run.facts.storage, "mapped");
        // 384,000 records mustn't leave a byte each.
        const grown = Number(run.facts.grown);
        assert.ok(grown < 384_000, `the heap grew by ${grown} bytes`);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    });
  }
}
