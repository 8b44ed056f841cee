/**
 * Computes features of 4,000 clips between two forced collections, which `--trace-gc` prints to the
 * same stream as any others. Run with `--v8-flags=--trace-gc,--expose-gc`; the argument is `reuse`,
 * or `allocate` for a run that makes garbage on purpose.
 */
import { FeatureExtractor, type FeatureTile } from "../../kernels/features.ts";
import { libraries, original } from "./_features.ts";

const whisper = { ...original, ...libraries.whisper };
const samples = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index * 0.3));
const pieces = [
  samples.subarray(0, 5000),
  samples.subarray(5000, 10_000),
  samples.subarray(10_000),
];
const extractor = new FeatureExtractor(whisper);
const sums = new Float64Array(1);
const kept: Float32Array[] = [];

function take(tile: FeatureTile): void {
  sums[0]! += extractor.finalize(tile).data[0]!;
}

function run(clips: number): void {
  for (let clip = 0; clip < clips; clip++) {
    extractor.reset(samples.length);
    for (let index = 0; index < pieces.length; index++) extractor.push(pieces[index]!, take);
    extractor.finish(take);
  }
}

function waste(clips: number): void {
  for (let clip = 0; clip < clips; clip++) {
    using extractor = new FeatureExtractor(whisper);
    kept[clip % 50] = extractor.compute(samples).data.slice();
  }
}

const collect = (globalThis as unknown as { gc(): void }).gc;
run(500);
collect();
if (Deno.args[0] === "allocate") waste(4000);
else run(4000);
collect();
if (!Number.isFinite(sums[0])) throw new Error("features that aren't numbers");
