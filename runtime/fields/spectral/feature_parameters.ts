import type { FeatureParameters } from "../../../kernels/mod.ts";
import {
  kernelParameterNames,
  type ResolvedSpectral,
  spectralDefaults,
  type SpectralKind,
} from "../../../schema/mod.ts";

/** What the kernels compute from: a field's options at the sample rate that they are analysed at. */
export function featureParameters(
  kind: SpectralKind,
  options: ResolvedSpectral,
  sampleRate: number,
): FeatureParameters {
  const all = { ...spectralDefaults, ...options };
  const parameters = Object.fromEntries(kernelParameterNames.map((name) => [name, all[name]]));
  return { ...parameters as unknown as FeatureParameters, kind, sampleRate };
}
