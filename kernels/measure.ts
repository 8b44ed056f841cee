/**
 * Measures the kernels on this machine: `deno run kernels/measure.ts [SAMPLES]`. A tool for
 * developers; not part of the library.
 *
 * @module
 */
import { type DspKernels, dspKernels } from "./dsp_kernels.ts";
import { sampleBytes, type SampleFormat, sampleFormats } from "./sample_format.ts";

/** One kernel's speed. */
export interface KernelSpeed {
  /** What was run. */
  readonly name: string;
  /** Bytes that it wrote (or read, if it writes none) per nanosecond: gigabytes per second. */
  readonly gigabytesPerSecond: number;
}

/**
 * Runs every kernel over `samples` samples in WebAssembly memory.
 *
 * @param samples How many: 80,000 is five seconds at 16 kHz, and stays in a second-level cache.
 */
export function measureKernels(samples = 80_000): KernelSpeed[] {
  const kernels = dspKernels();
  const byteLength = samples * 8;
  const [source, target] = [kernels.allocate(byteLength), kernels.allocate(byteLength)];
  const results: KernelSpeed[] = [];
  const measure = (name: string, bytes: number, run: () => void) =>
    results.push({ name, gigabytesPerSecond: bytes / fastest(run) });

  const floats = new Float32Array(kernels.bytes().buffer, target, samples);
  for (let index = 0; index < samples; index++) floats[index] = Math.sin(index * 0.01);
  kernels.float32ToFloat16(target, source, samples);
  measure("float16 to float32", samples * 4, () => {
    kernels.float16ToFloat32(source, target, samples);
  });
  new Uint16Array(kernels.bytes().buffer, source, samples).fill(0x0101);
  measure("float16 to float32, subnormal", samples * 4, () => {
    kernels.float16ToFloat32(source, target, samples);
  });
  measure("float32 to float16", samples * 2, () => {
    kernels.float32ToFloat16(target, source, samples);
  });
  for (const from of sampleFormats) {
    fill(kernels, { format: from, offset: source, samples });
    for (const to of sampleFormats) {
      measure(`${from} to ${to}`, samples * sampleBytes(to), () => {
        kernels.convert(from, to, source, target, samples);
      });
      measure(`${from} stereo to ${to} mono`, samples / 2 * sampleBytes(to), () => {
        kernels.mixToMono(from, to, source, target, samples / 2, 2);
      });
    }
  }
  measure("gather one row, padded to twice its length", samples * 4, () => {
    kernels.gatherRows(source, 0, samples * 2, 1, target, samples * 4, 1, 2, 0, 0);
  });
  kernels.free(source, byteLength);
  kernels.free(target, byteLength);
  return results;
}

function fill(
  kernels: DspKernels,
  range: { readonly format: SampleFormat; readonly offset: number; readonly samples: number },
): void {
  const bytes = kernels.bytes();
  const { format, offset, samples } = range;
  const { view, scale } = {
    int16: { view: new Int16Array(bytes.buffer, offset, samples), scale: 30_000 },
    int32: { view: new Int32Array(bytes.buffer, offset, samples), scale: 2e9 },
    float32: { view: new Float32Array(bytes.buffer, offset, samples), scale: 0.9 },
    float64: { view: new Float64Array(bytes.buffer, offset, samples), scale: 0.9 },
  }[format];
  for (let index = 0; index < samples; index++) view[index] = scale * Math.sin(index * 0.01);
}

/** Nanoseconds of the fastest of many runs, after enough of them for the optimising compiler. */
function fastest(run: () => void): number {
  const start = performance.now();
  let best = Infinity;
  for (let round = 0; round < 12 || performance.now() - start < 120; round++) {
    const before = performance.now();
    for (let repeat = 0; repeat < 20; repeat++) run();
    best = Math.min(best, (performance.now() - before) / 20);
  }
  return best * 1e6;
}

if (import.meta.main) {
  const samples = Number(Deno.args[0] ?? 80_000);
  for (const { name, gigabytesPerSecond } of measureKernels(samples)) {
    console.log(`${name.padEnd(40)} ${gigabytesPerSecond.toFixed(1).padStart(6)} GB/s`);
  }
}
