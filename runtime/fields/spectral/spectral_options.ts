import {
  fieldKind,
  type JsonObject,
  type SpectralKind,
  type SpectralOptions,
} from "../../../schema/mod.ts";

/** All options of a spectral field, defaults filled in, from those that its schema keeps. */
export function spectralOptions(kind: SpectralKind, options: JsonObject): SpectralOptions {
  return fieldKind(kind)?.resolve(options) as SpectralOptions;
}
