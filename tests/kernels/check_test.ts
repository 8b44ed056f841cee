import assert from "node:assert/strict";
import { checkKernels, shippedWasm } from "../../kernels/check.ts";
import { inspectWasm } from "../../kernels/_inspect_wasm.ts";
import { MODULES } from "../../kernels/_sources.ts";

Deno.test("the shipped kernels were built from their sources, with SIMD, and reveal no paths", () => {
  assert.deepEqual(checkKernels(), []);
});

Deno.test("inspectWasm() counts vector instructions and finds paths", () => {
  // deno-fmt-ignore
  const scalar = Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 7, 1, 5, 0, 65, 0, 26, 11,
  );
  // A custom section named "/home/me/x".
  const path = new TextEncoder().encode("/home/me/x");
  const traced = Uint8Array.of(...scalar, 0, path.length + 1, path.length, ...path);
  assert.deepEqual(inspectWasm(scalar), { vectorInstructions: 0, traces: [] });
  assert.equal(inspectWasm(traced).traces.length, 1);
  for (const name of MODULES) assert.ok(inspectWasm(shippedWasm(name)).vectorInstructions > 50);
});
