import type { SpectralPreset } from "./preset.ts";
import { librosa } from "./librosa.ts";

/** Mel power in decibels, at most 80 dB below the loudest value. */
export const librosaDb: SpectralPreset = {
  name: "librosa-db",
  source: "librosa 0.11.0: librosa.power_to_db(librosa.feature.melspectrogram(y))",
  kind: "melSpectrogram",
  parameters: {
    ...librosa.parameters,
    log: "db",
    logOffset: 0,
    logFloor: 1e-10,
    topDb: 80,
  },
};
