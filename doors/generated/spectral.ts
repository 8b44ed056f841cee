/**
 * What generated modules read fields of spectral features with.
 *
 * @module
 */

// Batches.
export {
  SpectralBatch,
  type SpectralBatchOptions,
} from "../../runtime/fields/spectral/spectral_batch.ts";

// Clips and windows.
export type { Spectrogram } from "../../schema/mod.ts";
export { readFeatures } from "../../runtime/fields/spectral/read_features.ts";
export {
  featureWindowExtents,
  type FeatureWindowRequest,
  readFeatureWindow,
} from "../../runtime/fields/spectral/feature_window.ts";
export type { SpectralBatchTypes } from "../../runtime/fields/spectral/spectral_batch_types.ts";
