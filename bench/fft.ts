/**
 * `deno task bench:fft`: real transforms of many frames, in turns with npm's `@echogarden/pffft-wasm`
 * (pffft compiled with SIMD), in float32. Each time is the shortest of many short rounds: the time
 * that the code takes when nothing else uses the processor.
 *
 * @module
 */
import { pffft } from "./fft/pffft.ts";
import { seconds } from "./side_by_side.ts";
import { dspKernels, RealFft } from "../kernels/mod.ts";

/** Frames per call: they and their spectra fit in a second-level cache. */
const FRAMES = 64;
const ROUNDS = 300;
const SIZES = [256, 400, 441, 512, 1000, 1009, 1024, 2048, 4096];
/** The sizes at which this library must be faster, and by what factor. */
const BAR = { sizes: [512, 1024, 2048], ratio: 1.3 };

const theirs = await pffft();
const columns = ["points", "ours, ns", "pffft, ns", "pffft in its own order, ns", "ratio", "bar"];
console.log(columns.join(" | "));
let missed = 0;
for (const nFft of SIZES) {
  using ours = ourFrames(nFft);
  const frames = ours.input.length / nFft;
  const repeats = Math.ceil(400_000 / ours.input.length);
  /** The shortest time per frame, in nanoseconds, for each of several runs that take turns. */
  const shortest = (...runs: (() => void)[]) => {
    const best = runs.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++) {
      runs.forEach((run, index) => {
        const time = seconds(() => {
          for (let repeat = 0; repeat < repeats; repeat++) run();
        });
        best[index] = Math.min(best[index]!, time * 1e9 / repeats / frames);
      });
    }
    return best as [number, ...number[]];
  };
  if (!theirs.supports(nFft)) {
    const [alone] = shortest(ours.run);
    console.log([nFft, alone.toFixed(0), "no such length"].join(" | "));
    continue;
  }
  using ordered = theirs.plan({ nFft, frames: ours.input, ordered: true });
  using own = theirs.plan({ nFft, frames: ours.input, ordered: false });
  const [our, their, theirOwn] = shortest(ours.run, ordered.run, own.run) as [
    number,
    number,
    number,
  ];
  const barred = BAR.sizes.includes(nFft);
  const held = their / our >= BAR.ratio;
  if (barred && !held) missed++;
  console.log([
    nFft,
    our.toFixed(0),
    their.toFixed(0),
    `${theirOwn.toFixed(0)} (${(theirOwn / our).toFixed(2)})`,
    (their / our).toFixed(2),
    barred ? `${BAR.ratio} ${held ? "met" : "MISSED"}` : "",
  ].join(" | "));
}
if (missed > 0) Deno.exitCode = 1;

/** Frames of noise in the kernels' memory, and their transform. */
function ourFrames(nFft: number): { input: Float32Array; run: () => void } & Disposable {
  const fft = new RealFft(nFft);
  const kernels = dspKernels();
  const [inputBytes, outputBytes] = [FRAMES * nFft * 4, FRAMES * fft.bins * 8];
  const source = kernels.allocate(inputBytes);
  const target = kernels.allocate(outputBytes);
  const input = Float32Array.from({ length: FRAMES * nFft }, () => Math.random() - 0.5);
  new Float32Array(kernels.bytes().buffer, source, input.length).set(input);
  return {
    input,
    run: () => fft.forward(source, nFft, FRAMES, target),
    [Symbol.dispose]() {
      kernels.free(source, inputBytes);
      kernels.free(target, outputBytes);
      fft[Symbol.dispose]();
    },
  };
}
