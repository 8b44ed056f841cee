import { fieldKind, type JsonObject, type ResolvedCodecTokens } from "../../../schema/mod.ts";

/** All options of a token field, with defaults filled in, from those kept in its schema. */
export function tokenOptions(options: JsonObject): ResolvedCodecTokens {
  return fieldKind("codecTokens")?.resolve(options) as ResolvedCodecTokens;
}
