/**
 * `deno task bench:fft`: real transforms of many frames, in turns with npm's `@echogarden/pffft-wasm`
 * (pffft compiled with SIMD), in float32.
 *
 * @module
 */
import { pffft } from "./fft/pffft.ts";
import { sideBySide } from "./side_by_side.ts";
import { dspKernels, RealFft } from "../kernels/mod.ts";

/** Frames of a call: they, and their spectra, lie in a second-level cache. */
const FRAMES = 64;
const SIZES = [256, 400, 441, 512, 1000, 1009, 1024, 2048, 4096];
/** Where this library must be ahead, and by how much. */
const BAR = { sizes: [512, 1024, 2048], ratio: 1.3 };

const theirs = await pffft();
const columns = ["points", "ours, ns", "pffft, ns", "in its own order", "ratio", "bar"];
console.log(columns.join(" | "));
let missed = 0;
for (const nFft of SIZES) {
  using ours = ourFrames(nFft);
  const frames = ours.input.length / nFft;
  const repeats = Math.ceil(2_000_000 / ours.input.length);
  const repeatedly = (run: () => void) => () => {
    for (let repeat = 0; repeat < repeats; repeat++) run();
  };
  const nanoseconds = (seconds: number) => Math.round(seconds * 1e9 / repeats / frames);
  const measure = (ordered: boolean) => {
    using other = theirs.plan({ nFft, frames: ours.input, ordered });
    return sideBySide(repeatedly(ours.run), repeatedly(other.run), { rounds: 31 });
  };
  if (!theirs.supports(nFft)) {
    const alone = sideBySide(repeatedly(ours.run), () => {}, { rounds: 31 });
    console.log([nFft, nanoseconds(alone.ours), "no such length", "", "", ""].join(" | "));
    continue;
  }
  const [ordered, own] = [measure(true), measure(false)];
  const barred = BAR.sizes.includes(nFft);
  if (barred && ordered.speed < BAR.ratio) missed++;
  const verdict = barred ? `${BAR.ratio} ${ordered.speed >= BAR.ratio ? "held" : "MISSED"}` : "";
  console.log([
    nFft,
    nanoseconds(ordered.ours),
    nanoseconds(ordered.theirs),
    `${nanoseconds(own.theirs)} (${own.speed.toFixed(2)})`,
    ordered.speed.toFixed(2),
    verdict,
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
