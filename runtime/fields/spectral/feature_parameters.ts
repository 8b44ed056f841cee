import {
  type FeatureParameters,
  spectralDefaults,
  type SpectralKind,
  type SpectralOptions,
} from "../../../schema/mod.ts";

/** What the kernels compute from: a field's options at the sample rate that they are analysed at. */
export function featureParameters(
  kind: SpectralKind,
  options: SpectralOptions,
  sampleRate: number,
): FeatureParameters {
  const {
    from: _from,
    resample: _resample,
    padSeconds: _padSeconds,
    storeDtype: _dtype,
    ...parameters
  } = {
    ...spectralDefaults,
    ...options,
  };
  return { ...parameters, kind, sampleRate };
}
