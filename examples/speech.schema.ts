import { defineDataset, field } from "audiofield";

/** 16 kHz speech with its transcripts. */
export const Speech = defineDataset("Speech", {
  /** Mono PCM. */
  audio: field.waveform({ sampleRate: 16_000, mono: true, dtype: "int16" }),
  /** What is said. */
  transcript: field.text({ default: "" }),
  /** Who says it, as the corpus numbers its speakers; 0 where it doesn't say. */
  speaker: field.uint32({ default: 0 }),
});
