import type { SpectralPreset } from "./preset.ts";

/** What Tacotron 2 and WaveGlow are trained on; a `spectrogram` with it holds magnitudes. */
export const tacotron2: SpectralPreset = {
  name: "tacotron2",
  source: "NVIDIA/tacotron2: layers.TacotronSTFT.mel_spectrogram",
  kind: "melSpectrogram",
  parameters: {
    sampleRate: 22_050,
    framing: "stft",
    nFft: 1024,
    hopLength: 256,
    window: "hann",
    power: 1,
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
};
