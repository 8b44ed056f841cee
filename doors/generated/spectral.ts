/**
 * What generated modules use to read fields of spectral features.
 *
 * @module
 */
import { melSpectrogramKind as melSpectrogram } from "../../schema/fields/mel_spectrogram.ts";
import { mfccKind as mfcc } from "../../schema/fields/mfcc.ts";
import { spectrogramKind as spectrogram } from "../../schema/fields/spectrogram.ts";
import type { KindFacts } from "../../schema/reading.ts";

export { SpectralField } from "../../runtime/fields/spectral/spectral_field.ts";
export type { SpectralBatch } from "../../runtime/fields/spectral/spectral_batch.ts";
export type { Spectrogram } from "../../schema/mod.ts";

// What reading takes to know about the kinds.

/** `melSpectrogram`. */
export const melSpectrogramKind: KindFacts = melSpectrogram;

/** `mfcc`. */
export const mfccKind: KindFacts = mfcc;

/** `spectrogram`. */
export const spectrogramKind: KindFacts = spectrogram;
