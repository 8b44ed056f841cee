import type { FieldKind } from "../language/kind.ts";
import { type ResolvedSpectral, spectralKind } from "../spectral/spectral_kind.ts";

/** The magnitude or power of each frequency, frame by frame. */
export const spectrogramKind: FieldKind<ResolvedSpectral> = spectralKind("spectrogram", 23);
