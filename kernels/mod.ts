/**
 * The hot loops, in WebAssembly with SIMD: converting and mixing samples, padding rows into batches,
 * half precision, Fourier transforms. Reading audio files is in `input.ts`.
 *
 * The binaries lie beside the code, in `wasm/`. Each is loaded when something first needs it.
 *
 * @example Converting int16 samples to float32
 * ```ts
 * import { dspKernels } from "./mod.ts";
 *
 * const kernels = dspKernels();
 * const source = kernels.allocate(4);
 * const target = kernels.allocate(8);
 * new Int16Array(kernels.bytes().buffer, source, 2).set([16384, -32768]);
 *
 * const culprit = kernels.convert("int16", "float32", source, target, 2);
 * const result = new Float32Array(kernels.bytes().buffer, target, 2);
 * if (culprit !== -1 || result[0] !== 0.5 || result[1] !== -1) throw new Error();
 *
 * kernels.free(source, 4);
 * kernels.free(target, 8);
 * ```
 *
 * @module
 */
export { type DspKernels, dspKernels } from "./dsp_kernels.ts";
export { ComplexFft, type FftDtype, RealFft } from "./fft.ts";
export { expandTokens } from "./tokens.ts";
export { floatRows, type RowLayout, rowLayouts } from "./float_rows.ts";
export { OwnRowKernels, type RowKernels, sharedRowKernels } from "./row_kernels.ts";
export { transpose } from "./transpose.ts";
export {
  analysisWindow,
  cepstralTransform,
  FeatureExtractor,
  type FeatureParameters,
  type FeatureSink,
  type FeatureTile,
  melFilters,
} from "./features.ts";
export { sampleBytes, type SampleFormat } from "./sample_format.ts";
