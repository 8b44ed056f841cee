import type { FeatureParameters } from "../kernels/features.ts";
import type { SpectralKind } from "../schema/spectral/parameters/kinds.ts";
import type { SpectralParameters } from "../schema/spectral/parameters/parameters.ts";
import { kernelParameterNames, spectralDefaults } from "../schema/spectral/parameters/table.ts";

/** The kernels' parameters: a field's options, and the sample rate at which audio is analysed. */
export function featureParameters(
  kind: SpectralKind,
  options: SpectralParameters,
  sampleRate: number,
): FeatureParameters {
  const all = { ...spectralDefaults, ...options };
  const parameters = Object.fromEntries(kernelParameterNames.map((name) => [name, all[name]]));
  return { ...parameters as unknown as FeatureParameters, kind, sampleRate };
}
