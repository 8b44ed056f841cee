import { defineDataset, field } from "audiofield";

/** Speech with the features that Whisper hears, computed while packing. */
export const WhisperSpeech = defineDataset("WhisperSpeech", {
  /** Mono PCM at 16 kHz. */
  audio: field.waveform(),
  /** Log-mel features of `audio`, padded to 30 s in batches and not in the file. */
  mel: field.melSpectrogram({ from: "audio", preset: "whisper", padSeconds: 30 }),
  /** What is said. */
  transcript: field.text({ default: "" }),
});
