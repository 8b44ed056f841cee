import { defineDataset, field } from "audiofield";

/** 16 kHz speech with its transcripts. */
export const Speech = defineDataset("Speech", {
  /** Mono PCM. */
  audio: field.waveform({ sampleRate: 16_000, mono: true, dtype: "int16" }),
  /** What is said. */
  transcript: field.text({ default: "" }),
  /** The speaker's number in the corpus; 0 if unknown. */
  speaker: field.uint32({ default: 0 }),
});
