import type { FieldKind } from "../language/kind.ts";
import { spectralKind, type SpectralOptions } from "../spectral/spectral_kind.ts";

/** The energy in bands evenly apart to the ear, frame by frame. */
export const melSpectrogramKind: FieldKind<SpectralOptions> = spectralKind("melSpectrogram", 21);
