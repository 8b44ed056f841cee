import { field } from "../../schema/mod.ts";
import type { StorageForm } from "./storage_form.ts";

/** Lossy compression, at the default bitrate, decoded to float32. */
export const opus: StorageForm = {
  name: "compressed_lossy",
  title: "Opus, 32 kbit/s",
  claim: { bytes: "50 KB", decode: "2-5 ms", clipsPerSecond: undefined },
  field: field.opus(),
  value: (samples) => ({ samples, sampleRate: 16_000 }),
};
