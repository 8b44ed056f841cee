import type { FieldKind } from "../language/kind.ts";
import { spectralKind, type SpectralOptions } from "../spectral/spectral_kind.ts";

/** The magnitude or power of each frequency, frame by frame. */
export const spectrogramKind: FieldKind<SpectralOptions> = spectralKind("spectrogram", 23);
