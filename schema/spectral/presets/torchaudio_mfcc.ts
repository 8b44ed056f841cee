import type { SpectralPreset } from "./preset.ts";
import { torchaudio } from "./torchaudio.ts";

/** Forty coefficients over decibels; with `log: "natural"` over ln(x + 1e-6), as `log_mels` says. */
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
