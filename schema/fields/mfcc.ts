import type { FieldKind } from "../language/kind.ts";
import { spectralKind, type SpectralOptions } from "../spectral/spectral_kind.ts";

/** Mel-frequency cepstral coefficients: the cosine transform of a log-mel spectrogram. */
export const mfccKind: FieldKind<SpectralOptions> = spectralKind("mfcc", 24);
