import {
  fieldKind,
  type JsonObject,
  type ResolvedSpectral,
  type SpectralKind,
} from "../../../schema/mod.ts";

/** All options of a spectral field, with defaults filled in, from those kept in its schema. */
export function spectralOptions(kind: SpectralKind, options: JsonObject): ResolvedSpectral {
  return fieldKind(kind)?.resolve(options) as ResolvedSpectral;
}
