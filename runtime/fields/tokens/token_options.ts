import { fieldKind, type JsonObject, type ResolvedCodecTokens } from "../../../schema/mod.ts";

/** All options of a token field, defaults filled in, from those that its schema keeps. */
export function tokenOptions(options: JsonObject): ResolvedCodecTokens {
  return fieldKind("codecTokens")?.resolve(options) as ResolvedCodecTokens;
}
