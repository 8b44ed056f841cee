/**
 * What generated modules read fields of spectral features with.
 *
 * @module
 */

export {
  SpectralField,
  type SpectralFieldFacts,
} from "../../runtime/fields/spectral/spectral_field.ts";
export type {
  SpectralBatch,
  SpectralBatchOptions,
} from "../../runtime/fields/spectral/spectral_batch.ts";
export type { SpectralBatchTypes } from "../../runtime/fields/spectral/spectral_batch_types.ts";
export type { Spectrogram } from "../../schema/mod.ts";
