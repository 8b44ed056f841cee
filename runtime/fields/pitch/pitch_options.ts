import { fieldKind, type JsonObject, type ResolvedPitch } from "../../../schema/mod.ts";

/** All options of a pitch field, with defaults filled in, from those kept in its schema. */
export function pitchOptions(kept: JsonObject): ResolvedPitch {
  return fieldKind("pitch")?.resolve(kept) as ResolvedPitch;
}
