import type { SpectralPreset } from "./preset.ts";
import { torchaudio } from "./torchaudio.ts";

/** Forty coefficients from decibels; with `log: "natural"`, from ln(x + 1e-6), as with `log_mels`. */
export const torchaudioMfcc: SpectralPreset = {
  name: "torchaudio-mfcc",
  source: "torchaudio 2.11.0: torchaudio.transforms.MFCC",
  kind: "mfcc",
  parameters: {
    ...torchaudio.parameters,
    log: "db",
    logOffset: 0,
    logFloor: 1e-10,
    topDb: 80,
    nMfcc: 40,
    dctNorm: "ortho",
  },
  follow: (stated) => ({
    ...torchaudio.follow?.(stated),
    ...(stated.log === "natural" ? { logOffset: 1e-6, logFloor: 0, topDb: null } : {}),
  }),
};
