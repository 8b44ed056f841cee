import { fieldKind, type JsonObject, type ResolvedPitch } from "../../../schema/mod.ts";

/** All options of a pitch field, defaults filled in, from those that its schema keeps. */
export function pitchOptions(kept: JsonObject): ResolvedPitch {
  return fieldKind("pitch")?.resolve(kept) as ResolvedPitch;
}
