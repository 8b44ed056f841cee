import type { FeatureParameters } from "../../../kernels/mod.ts";
import {
  kernelParameterNames,
  type ResolvedSpectral,
  spectralDefaults,
  type SpectralKind,
} from "../../../schema/mod.ts";

/** The kernels' parameters: a field's options, and the sample rate at which audio is analysed. */
export function featureParameters(
  kind: SpectralKind,
  options: ResolvedSpectral,
  sampleRate: number,
): FeatureParameters {
  const all = { ...spectralDefaults, ...options };
  const parameters = Object.fromEntries(kernelParameterNames.map((name) => [name, all[name]]));
  return { ...parameters as unknown as FeatureParameters, kind, sampleRate };
}
