import type { SpectralPreset } from "./preset.ts";

/** Mel power of the audio at its own sample rate. */
export const torchaudio: SpectralPreset = {
  name: "torchaudio",
  source: "torchaudio 2.11.0: torchaudio.transforms.MelSpectrogram",
  kind: "melSpectrogram",
  parameters: {
    sampleRate: "source",
    framing: "stft",
    nFft: 400,
    hopLength: 200,
    window: "hann",
    power: 2,
    nMels: 128,
    fMin: 0,
    fMax: 0,
    melScale: "htk",
    norm: "none",
    floorNyquist: true,
    log: "none",
    logOffset: 0,
  },
  follow: ({ nFft = 400, winLength = nFft }) => ({
    hopLength: Math.max(1, Math.floor(winLength / 2)),
  }),
};
