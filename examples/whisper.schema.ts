import { defineDataset, field } from "audiofield";

/** Speech with Whisper's input features, computed while packing. */
export const WhisperSpeech = defineDataset("WhisperSpeech", {
  /** Mono PCM at 16 kHz. */
  audio: field.waveform(),
  /** Log-mel features of `audio`, padded to 30 s in batches but not in the file. */
  mel: field.melSpectrogram({ from: "audio", preset: "whisper", padSeconds: 30 }),
  /** What is said. */
  transcript: field.text({ default: "" }),
});
