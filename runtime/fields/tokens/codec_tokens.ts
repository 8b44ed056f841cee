import type { CodecTokensInput } from "../../../schema/mod.ts";
import type { RuntimeKind } from "../kind/kind.ts";
import { CodecTokensEncoder } from "./codec_tokens_encoder.ts";
import { CodecTokensReader } from "./codec_tokens_reader.ts";
import { ComputedTokensEncoder } from "./computed_tokens_encoder.ts";
import { noCodecModel } from "./no_codec_model.ts";

/** The runtime's part of token fields. */
export const codecTokensRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new CodecTokensReader(file, fieldIndex),
  encoder({ field, openAudio, codecModels }) {
    const encoder = new CodecTokensEncoder(field, { openAudio, codecModels });
    return (value, slot) => encoder.encode(value as CodecTokensInput, slot);
  },
  computed({ field, codecModels }) {
    const encoder = new ComputedTokensEncoder(field, { codecModels });
    if (!encoder.hasModel) throw noCodecModel(field.name);
    return encoder;
  },
};
