import { type CodecTokens, fieldKind, type ResolvedCodecTokens } from "../../schema/mod.ts";
import { tokenArray } from "../export/formats/arrays.ts";
import { tokenPicture } from "../plot/pictures/token_picture.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { firstOf } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** Tokens of a codec, given as arrays or encoded by a model. */
export const tokensCommands: RoleCommands = {
  formats: [tokenArray],
  picture: (value, { title, field }) =>
    tokenPicture(value as CodecTokens, {
      title,
      options: fieldKind(field.kind)!.resolve(field.options) as ResolvedCodecTokens,
    }),
  preview: (value) => firstOf((value as CodecTokens).data),
  batchBytes: arrayBytes,
};
