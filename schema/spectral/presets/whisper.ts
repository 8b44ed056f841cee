import type { SpectralPreset } from "./preset.ts";

/** The input of OpenAI's Whisper models; large-v3 needs `nMels: 128`. */
export const whisper: SpectralPreset = {
  name: "whisper",
  source: "openai-whisper 20250625: whisper.audio.log_mel_spectrogram",
  kind: "melSpectrogram",
  parameters: {
    framing: "stft",
    nFft: 400,
    hopLength: 160,
    window: "hann",
    dropLastFrame: true,
    power: 2,
    nMels: 80,
    fMin: 0,
    fMax: 8000,
    melScale: "slaney",
    norm: "slaney",
    log: "log10",
    logOffset: 0,
    logFloor: 1e-10,
    dynamicRange: 8,
    normalize: "whisper",
  },
};
