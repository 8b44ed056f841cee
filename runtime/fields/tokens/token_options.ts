import { type CodecTokensOptions, fieldKind, type JsonObject } from "../../../schema/mod.ts";

/** All options of a token field, defaults filled in, from those that its schema keeps. */
export function tokenOptions(options: JsonObject): CodecTokensOptions {
  return fieldKind("codecTokens")?.resolve(options) as CodecTokensOptions;
}
