import type { SpectralPreset } from "./preset.ts";

/** The input of NeMo's speech models, such as Parakeet and Conformer. */
export const nemo: SpectralPreset = {
  name: "nemo",
  source:
    "nemo_toolkit 3.0.0: FilterbankFeatures in evaluation; transformers 5.23: ParakeetFeatureExtractor",
  kind: "melSpectrogram",
  parameters: {
    preemphasis: 0.97,
    framing: "stft",
    padMode: "constant",
    nFft: 512,
    winLength: 400,
    hopLength: 160,
    window: "hann-symmetric",
    power: 2,
    nMels: 80,
    fMin: 0,
    fMax: 0,
    melScale: "slaney",
    norm: "slaney",
    log: "natural",
    logOffset: 2 ** -24,
    normalize: "per-feature",
    maskPartialFrame: true,
  },
};
