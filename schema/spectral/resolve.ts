import { spectralPreset, type SpectralPresetName } from "./presets/mod.ts";
import type { SpectralKind } from "./parameters/kinds.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";
import { spectralDefaults } from "./parameters/table.ts";

/** The parameters that a schema states; the rest are the preset's. */
export type StatedParameters = Partial<SpectralParameters>;

/** The full set: what is stated, on top of the preset and of what follows from both. */
export function withPreset(
  stated: StatedParameters,
  { kind, preset: name }: { kind: SpectralKind; preset: SpectralPresetName },
): SpectralParameters {
  const preset = spectralPreset(name);
  const { parameters } = preset;
  const chosen = {
    ...spectralDefaults,
    ...parameters,
    ...(kind === "spectrogram" ? preset.spectrogram : {}),
    winLength: parameters.winLength ?? stated.nFft ?? parameters.nFft,
    ...preset.follow?.(stated),
    ...stated,
  };
  // Kaldi's windows are symmetric, and Kaldi calls them by these names.
  const isKaldi = chosen.framing === "kaldi";
  if (isKaldi && (chosen.window === "hann" || chosen.window === "hamming")) {
    return { ...chosen, window: `${chosen.window}-symmetric` };
  }
  return chosen;
}

/** The highest frequency in Hz: what `fMax` of 0 stands for. */
export function highestFrequency(
  { floorNyquist }: Pick<SpectralParameters, "floorNyquist">,
  sampleRate: number,
): number {
  return floorNyquist ? Math.floor(sampleRate / 2) : sampleRate / 2;
}

/** The number of rows of the finished features. */
export function spectralBins(
  kind: SpectralKind,
  { nFft, nMels, nMfcc, useEnergy }: SpectralParameters,
): number {
  if (kind === "spectrogram") return Math.floor(nFft / 2) + 1;
  return kind === "mfcc" ? nMfcc : nMels + (useEnergy ? 1 : 0);
}
