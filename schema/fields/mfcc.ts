import type { FieldKind } from "../language/kind.ts";
import { type ResolvedSpectral, spectralKind } from "../spectral/spectral_kind.ts";

/** Mel-frequency cepstral coefficients: the cosine transform of a log-mel spectrogram. */
export const mfccKind: FieldKind<ResolvedSpectral> = spectralKind("mfcc", 24);
