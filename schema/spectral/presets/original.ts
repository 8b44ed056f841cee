import type { SpectralPreset } from "./preset.ts";

/** The default: the features of the design that this project grew from. */
export const original: SpectralPreset = {
  name: "original",
  source: "numpy and scipy 1.17.1: log(filters @ abs(scipy.signal.stft(x))**2 + 1e-10)",
  kind: "melSpectrogram",
  parameters: {
    framing: "scipy",
    nFft: 1024,
    hopLength: 256,
    window: "hann",
    power: 2,
    nMels: 80,
    fMin: 0,
    fMax: 8000,
    melScale: "original",
    norm: "none",
    log: "natural",
    logOffset: 1e-10,
  },
};
