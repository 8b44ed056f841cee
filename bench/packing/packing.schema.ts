import { defineDataset, field } from "../../mod.ts";

const audio = { sampleRate: 16_000, mono: true } as const;

/** Samples. */
export const Samples = defineDataset("Samples", {
  audio: field.waveform({ ...audio, dtype: "int16" }),
});

/** FLAC, and the features that Whisper hears. */
export const FlacAndMel = defineDataset("FlacAndMel", {
  audio: field.flac(audio),
  mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
});

/** Opus. */
export const Speech = defineDataset("Speech", { audio: field.opus(audio) });

/** The features alone. */
export const Mel = defineDataset("Mel", {
  mel: field.melSpectrogram({ preset: "whisper" }),
});
