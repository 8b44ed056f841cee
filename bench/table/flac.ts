import { field } from "../../schema/mod.ts";
import type { StorageForm } from "./storage_form.ts";

/** Lossless compression, at the default level. */
export const flac: StorageForm = {
  name: "compressed_lossless",
  title: "FLAC, level 5",
  claim: { bytes: "160 KB", decode: "5-10 ms", clipsPerSecond: "5,000" },
  field: field.flac(),
  value: (samples) => ({ samples, sampleRate: 16_000 }),
};
