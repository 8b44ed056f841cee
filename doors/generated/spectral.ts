/**
 * What generated modules use to read fields of spectral features.
 *
 * @module
 */

export { SpectralField } from "../../runtime/fields/spectral/spectral_field.ts";
export type { SpectralBatch } from "../../runtime/fields/spectral/spectral_batch.ts";
export type { Spectrogram } from "../../schema/mod.ts";
