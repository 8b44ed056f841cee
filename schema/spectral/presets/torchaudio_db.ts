import type { SpectralPreset } from "./preset.ts";
import { torchaudio } from "./torchaudio.ts";

/** Mel power in decibels, at most 80 dB below the loudest value. */
export const torchaudioDb: SpectralPreset = {
  name: "torchaudio-db",
  source: 'torchaudio 2.11.0: AmplitudeToDB("power", top_db=80) of MelSpectrogram',
  kind: "melSpectrogram",
  parameters: {
    ...torchaudio.parameters,
    log: "db",
    logOffset: 0,
    logFloor: 1e-10,
    topDb: 80,
  },
  follow: torchaudio.follow!,
};
