import { type SpectralPresetName, spectralPresetNames } from "./presets/mod.ts";
import { parameterNames, type SpectralKind } from "./parameters/kinds.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";
import { withPreset } from "./resolve.ts";
import { consistent } from "./rules.ts";

/** Parameters as a person would write them. */
export interface NamedParameters {
  /** The preset to start from. */
  readonly preset: SpectralPresetName;
  /** What differs from the preset. */
  readonly differing: Partial<SpectralParameters>;
}

/** The preset that needs the fewest changes to produce these parameters, and the changes. */
export function nearestPreset(kind: SpectralKind, parameters: SpectralParameters): NamedParameters {
  const names = parameterNames(kind);
  const { sampleRate } = parameters;
  const candidates = spectralPresetNames.map((preset): NamedParameters => {
    const own = withPreset({}, { kind, preset });
    // Presets that take the source's rate are compared at the rate that the source had.
    const stated = own.sampleRate === "source" ? { sampleRate } : {};
    const chosen = consistent(withPreset(stated, { kind, preset }), { kind, stated, path: preset });
    const differing = names.filter((name) => chosen[name] !== parameters[name]);
    return {
      preset,
      differing: Object.fromEntries(differing.map((name) => [name, parameters[name]])),
    };
  });
  const changes = ({ differing }: NamedParameters) => Object.keys(differing).length;
  return candidates.reduce((best, one) => changes(one) < changes(best) ? one : best);
}
