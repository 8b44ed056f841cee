import type { SpectralPreset } from "./preset.ts";

/** Log-mel filter banks as Kaldi computes them, from 25 ms of audio every 10 ms. */
export const kaldiFbank: SpectralPreset = {
  name: "kaldi-fbank",
  source: "kaldi-native-fbank 1.23.0: OnlineFbank; torchaudio.compliance.kaldi.fbank",
  kind: "melSpectrogram",
  parameters: {
    inputScale: 32_768,
    preemphasis: 0.97,
    framing: "kaldi",
    nFft: 512,
    winLength: 400,
    hopLength: 160,
    window: "povey",
    removeDcOffset: true,
    power: 2,
    nMels: 80,
    fMin: 20,
    fMax: 0,
    melScale: "kaldi",
    norm: "none",
    log: "natural",
    logOffset: 0,
    logFloor: 2 ** -23,
  },
  follow({ sampleRate = 16_000, ...stated }) {
    const rate = sampleRate === "source" ? 16_000 : sampleRate;
    const { winLength = Math.max(2, Math.floor(rate * 0.025)) } = stated;
    const hopLength = Math.max(1, Math.floor(rate * 0.01));
    return { winLength, hopLength, nFft: 2 ** Math.ceil(Math.log2(winLength)) };
  },
};
