import type { FieldKind } from "../language/kind.ts";
import { type ResolvedSpectral, spectralKind } from "../spectral/spectral_kind.ts";

/** The energy in bands that are evenly spaced to the ear, frame by frame. */
export const melSpectrogramKind: FieldKind<ResolvedSpectral> = spectralKind("melSpectrogram", 21);
