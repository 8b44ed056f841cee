import { defineDataset, field } from "audiofield";

/** EnCodec's tokens at 6 kbit/s, as audio language models read them. */
export const Tokens = defineDataset("Tokens", {
  /** Each in a uint16. */
  codes: field.codecTokens({ preset: "encodec-24khz-6kbps" }),
});

/** DAC's tokens, each in only the 10 bits that it needs. */
export const PackedTokens = defineDataset("PackedTokens", {
  /** Unpacked while batches are made. */
  codes: field.codecTokens({ preset: "dac-44khz", packing: "bits" }),
});
