/** A generated module on a file that 32 bits can't address; it consists of holes. */
import assert from "node:assert/strict";
import { Sparse, writeSparse } from "../container/_sparse.ts";
import { fieldOf, generatedModule, type GeneratedWaveform } from "./_generated.ts";
import { Workspace } from "./_workspace.ts";

const first = new Int16Array(100).fill(11);
const last = Int16Array.from({ length: 5_000 }, (_, at) => at - 2_500);
/** 4.4 GB of silence. */
const silence = 2_200_000_000;

Deno.test("a generated module reads records and windows beyond 4 GiB", async (t) => {
  using workspace = new Workspace();
  await workspace.generate("sparse.ts", [Sparse]);
  const module = generatedModule(await workspace.import("sparse.ts"), "Sparse");
  const path = workspace.path("sparse.afd");
  writeSparse(path, [first, silence, last]);
  for (const storage of ["mapped", "positioned"] as const) {
    await t.step(storage, async () => {
      using sparse = module.open(path, { storage });
      const audio = fieldOf(sparse, "audio") as GeneratedWaveform;
      const clip = { samples: last, sampleRate: 16_000, channels: 1 };
      assert.deepEqual({ ...sparse.toRecord(2)["audio"] as object }, clip);
      const batch = audio.allocateBatch(2, { maxSamples: 5_000 });
      audio.decodeBatch([2, 0], batch);
      const rows = batch.data as Int16Array;
      assert.deepEqual(rows.slice(0, 5_000), last);
      assert.deepEqual(rows.slice(5_000, 5_100), first);
      assert.ok(rows.subarray(5_100).every((sample) => sample === 0));
      const converted = audio.allocateBatch(1, { maxSamples: 5_000, dtype: "float32" });
      audio.decodeBatch([2], converted);
      const floats = Float32Array.from(last, (sample) => sample / 32_768);
      assert.deepEqual((converted.data as Float32Array).subarray(0, 5_000), floats);
      const out = new Int16Array(700).fill(9);
      assert.equal(audio.decodeWindow(1, silence - 500, 700, out), 500);
      assert.ok(out.every((sample) => sample === 0));
      assert.equal(audio.decodeWindow(2, 4_000, 700, out), 700);
      assert.deepEqual(out, last.slice(4_000, 4_700));
      out.fill(9);
      assert.equal(await audio.decodeWindowAsync(2, 4_000, 700, out), 700);
      assert.deepEqual(out, last.slice(4_000, 4_700));
    });
  }
});
