import type { SpectralPreset } from "./preset.ts";

/** Mel power of the audio at its own sample rate. */
export const librosa: SpectralPreset = {
  name: "librosa",
  source: "librosa 0.11.0: librosa.feature.melspectrogram",
  kind: "melSpectrogram",
  parameters: {
    sampleRate: "source",
    framing: "stft",
    padMode: "constant",
    nFft: 2048,
    hopLength: 512,
    window: "hann",
    power: 2,
    nMels: 128,
    fMin: 0,
    fMax: 0,
    melScale: "slaney",
    norm: "slaney",
    log: "none",
    logOffset: 0,
  },
};
