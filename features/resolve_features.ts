import { SchemaError, UsageError } from "../errors/mod.ts";
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
 * @throws {UsageError} when a parameter doesn't exist, can't have that value, or contradicts another.
 */
export function resolveFeatures(
  { kind, ...stated }:
    & { readonly kind?: SpectralKind | undefined }
    & Readonly<
      Record<string, unknown>
    >,
  { where, code }: { readonly where: string; readonly code: string },
): ResolvedFeatures {
  const chosen = kind ?? presetKind(stated["preset"]);
  try {
    if (!Object.hasOwn(kinds, chosen)) {
      throw new SchemaError(`${where}.kind: there are no features "${chosen}"`, {
        code,
        found: chosen,
        wanted: Object.keys(kinds).join(", "),
      });
    }
    const known = kinds[chosen];
    const options = known.resolve(known.canonicalize(stated, where));
    return { kind: chosen, options };
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    const { message, found, wanted, hint } = cause;
    throw new UsageError(message, { code, found, wanted, hint, cause });
  }
}

/** What a preset's library returns; a preset that doesn't exist is found out later. */
function presetKind(preset: unknown): SpectralKind {
  try {
    return spectralPreset((preset ?? "original") as SpectralPresetName).kind;
  } catch {
    return "melSpectrogram";
  }
}
