/**
 * Spectral features of samples in memory: those of Whisper, librosa, torchaudio, Kaldi and others, in
 * any host, in workers and in audio worklets. Datasets compute the same ones while they are packed.
 *
 * @example Whisper's log-mel spectrogram of a second of a tone
 * ```ts
 * import { createFeatures } from "./features.ts";
 *
 * const tone = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index * 0.2));
 * const features = createFeatures({ preset: "whisper", nMels: 80 });
 * const [bins, frames] = features.shape(tone.length);
 * const mel = new Float32Array(bins * frames);
 * try {
 *   features.compute(tone, mel);
 * } finally {
 *   features.dispose();
 * }
 * if (bins !== 80 || frames !== 100) throw new Error();
 * ```
 *
 * @module
 */
export { initKernels as init, type KernelOptions } from "../kernels/init.ts";
export type { KernelSource, KernelSources } from "../kernels/kernel_modules.ts";
export type { KernelName } from "../kernels/kernel_names.ts";
export {
  createFeatures,
  createFeaturesAsync,
  type FeatureOptions,
  Features,
} from "../features/features.ts";
export type { SpectralDtype } from "../schema/spectral/parameters/parameters.ts";
export type { SpectralKind } from "../schema/spectral/parameters/kinds.ts";
export type { SpectralParameters } from "../schema/spectral/parameters/parameters.ts";
export { type SpectralPresetName, spectralPresetNames } from "../schema/spectral/presets/mod.ts";
