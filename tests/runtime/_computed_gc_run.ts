/**
 * Computes the features of 4,000 clips through the door `features`, between two forced collections.
 * Run with `--v8-flags=--trace-gc,--expose-gc`; the argument is `reuse`, `padded`, or `allocate` for a
 * run that makes garbage on purpose.
 */
import { createFeatures } from "../../doors/features.ts";

const [mode] = Deno.args;
const features = createFeatures(
  mode === "padded" ? { preset: "whisper", padSeconds: 2 } : { preset: "whisper" },
);
const samples = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index * 0.3));
const [bins, frames] = features.shape(samples.length);
let out = new Float32Array(bins * frames);
const kept: Float32Array[] = [];

function run(clips: number): number {
  let sum = 0;
  for (let clip = 0; clip < clips; clip++) {
    if (mode === "allocate") kept[clip % 50] = out = new Float32Array(bins * frames);
    features.compute(samples, out);
    sum += out[0]!;
  }
  return sum;
}

const collect = (globalThis as unknown as { gc(): void }).gc;
run(500);
collect();
const before = Deno.memoryUsage().heapUsed;
const sum = run(4_000);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
console.error(JSON.stringify({ sum, grown }));
