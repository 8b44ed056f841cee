/** Features of many clips make no garbage: V8 itself says so. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { denoCommand, projectConfig } from "../_deno.ts";

async function collections(mode: "reuse" | "allocate"): Promise<string[]> {
  const program = fileURLToPath(new URL("_features_gc_run.ts", import.meta.url));
  const { stdout, stderr, success } = await denoCommand([
    ...["run", "-A", "--no-check", ...projectConfig],
    ...["--v8-flags=--trace-gc,--expose-gc", program, mode],
  ], { env: { NO_COLOR: "1" } }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).split("\n").filter((line) => /\d ms: /.test(line));
  const forced = lines.flatMap((line, index) => line.includes("testing") ? [index] : []);
  assert.equal(forced.length, 2, "expected the two collections that the program forces");
  return lines.slice(forced[0]! + 1, forced[1]);
}

Deno.test("push() and finish() collect no garbage in 4,000 clips", async () => {
  assert.deepEqual(await collections("reuse"), []);
});

Deno.test("the same loop with a new extractor and array per clip shows collections", async () => {
  assert.ok((await collections("allocate")).length > 0);
});
