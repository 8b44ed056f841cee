import type { SpectralPreset } from "./preset.ts";
import { librosa } from "./librosa.ts";

/** Twenty coefficients from the decibels of `librosa-db`. */
export const librosaMfcc: SpectralPreset = {
  name: "librosa-mfcc",
  source: "librosa 0.11.0: librosa.feature.mfcc",
  kind: "mfcc",
  parameters: {
    ...librosa.parameters,
    log: "db",
    logOffset: 0,
    logFloor: 1e-10,
    topDb: 80,
    nMfcc: 20,
    dctNorm: "ortho",
  },
};
