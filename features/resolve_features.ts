import { SchemaError } from "../errors/mod.ts";
import { melSpectrogramKind } from "../schema/fields/mel_spectrogram.ts";
import { mfccKind } from "../schema/fields/mfcc.ts";
import { spectrogramKind } from "../schema/fields/spectrogram.ts";
import type { SpectralKind } from "../schema/spectral/parameters/kinds.ts";
import { spectralPreset, type SpectralPresetName } from "../schema/spectral/presets/mod.ts";
import type { ResolvedSpectral } from "../schema/spectral/spectral_kind.ts";

/** Features with a value for each of their parameters. */
export interface ResolvedFeatures {
  readonly kind: SpectralKind;
  readonly options: ResolvedSpectral;
}

const kinds = {
  melSpectrogram: melSpectrogramKind,
  mfcc: mfccKind,
  spectrogram: spectrogramKind,
} as const;

/**
 * The full set of parameters of what somebody asked for.
 *
 * @param stated the preset and the parameters that differ from it, as a schema would state them.
 * @param where how messages begin: `createFeatures`, `--set`.
 * @throws {SchemaError} when a parameter doesn't exist, can't have that value, or contradicts another.
 */
export function resolveFeatures(
  { kind, ...stated }:
    & { readonly kind?: SpectralKind | undefined }
    & Readonly<
      Record<string, unknown>
    >,
  where: string,
): ResolvedFeatures {
  const chosen = kind ?? presetKind(stated["preset"]);
  if (!Object.hasOwn(kinds, chosen)) {
    throw new SchemaError(`${where}.kind: there are no features "${chosen}"`, {
      code: "invalid-option",
      found: chosen,
      wanted: Object.keys(kinds).join(", "),
    });
  }
  const known = kinds[chosen];
  return { kind: chosen, options: known.resolve(known.canonicalize(stated, where)) };
}

/** What a preset's library returns; a preset that doesn't exist is found out later. */
function presetKind(preset: unknown): SpectralKind {
  try {
    return spectralPreset((preset ?? "original") as SpectralPresetName).kind;
  } catch {
    return "melSpectrogram";
  }
}
