import { field } from "../../schema/mod.ts";
import type { StorageForm } from "./storage_form.ts";

/** The default features: 80 mels by 626 frames. */
export const mel: StorageForm = {
  name: "spectrogram",
  title: "mel spectrogram, float16",
  claim: { bytes: "64 KB", decode: "0 ms", clipsPerSecond: "100,000+" },
  field: field.melSpectrogram(),
  value: (samples) => ({ samples, sampleRate: 16_000 }),
};
