import { field } from "../../schema/mod.ts";
import type { StorageForm } from "./storage_form.ts";

const shape = [8, 750] as const;

/** Tokens like EnCodec's at 6 kbit/s: 8 codebooks, 75 frames per second. */
export const tokens: StorageForm = {
  name: "codec_tokens",
  title: "codec tokens, 8 codebooks",
  claim: { bytes: "12 KB", decode: "0 ms", clipsPerSecond: "200,000+" },
  field: field.codecTokens(),
  // Any tokens will do: their values make no difference to reading them.
  value: (samples) => ({
    data: Uint16Array.from({ length: 8 * 750 }, (_, at) => samples[at]! & 1023),
    shape,
  }),
};
