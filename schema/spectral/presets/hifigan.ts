import type { SpectralPreset } from "./preset.ts";

/** What HiFi-GAN vocoders are trained on; a `spectrogram` with it holds magnitudes. */
export const hifigan: SpectralPreset = {
  name: "hifigan",
  source: "jik876/hifi-gan: meldataset.mel_spectrogram",
  kind: "melSpectrogram",
  parameters: {
    sampleRate: 22_050,
    framing: "stft",
    nFft: 1024,
    hopLength: 256,
    window: "hann",
    center: false,
    padSamples: 384,
    power: 1,
    magnitudeEpsilon: 1e-9,
    nMels: 80,
    fMin: 0,
    fMax: 8000,
    melScale: "slaney",
    norm: "slaney",
    log: "natural",
    logOffset: 0,
    logFloor: 1e-5,
  },
  spectrogram: { log: "none", logFloor: 0 },
  follow: ({ nFft = 1024, hopLength = 256 }) => ({
    padSamples: Math.max(0, Math.floor((nFft - hopLength) / 2)),
  }),
};
