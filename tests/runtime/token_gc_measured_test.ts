/** Reading batches of tokens from a mapped file makes no garbage, whatever options they have. */
import assert from "node:assert/strict";
import { tracedRun } from "./_gc_trace.ts";

const runs: readonly (readonly [kind: string, options: object])[] = [
  ["plain", {}],
  ["plain", { dtype: "int64", padValue: -100 }],
  ["plain", { order: "delay", layout: "framesFirst", beginToken: 1024, padValue: 1024 }],
  ["plain", { windows: true }],
  ["packed", { dtype: "int32", endToken: 1024 }],
  ["packed", { windows: true, order: "flattened" }],
];

for (const [kind, options] of runs) {
  const json = JSON.stringify(options);
  Deno.test(`batches of ${kind} tokens ${json} make no garbage`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      const run = await tracedRun("_token_gc_run.ts", `${folder}/a.afd`, kind, json);
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
