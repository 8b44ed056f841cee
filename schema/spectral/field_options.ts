import type { SpectralPresetName } from "./presets/mod.ts";
import type {
  CepstralParameter,
  MelParameter,
  SpectralParameters,
} from "./parameters/parameters.ts";

/** The options of every spectral field other than its parameters. */
export interface SpectralFieldOptions {
  /**
   * The audio field of the same dataset to compute from: its samples as stored, mixed to mono, and
   * resampled if the rates differ. Without it, records supply audio or computed features.
   */
  readonly from?: string;
  /** The parameters to start from; any can be overridden. Default `"original"`. */
  readonly preset?: SpectralPresetName;
}

/** The options of `field.melSpectrogram`. */
export type MelSpectrogramOptions =
  & SpectralFieldOptions
  & Partial<Omit<SpectralParameters, CepstralParameter>>;

/** The options of `field.spectrogram`. */
export type SpectrogramOptions =
  & SpectralFieldOptions
  & Partial<Omit<SpectralParameters, CepstralParameter | MelParameter>>;

/** The options of `field.mfcc`. */
export type MfccOptions = SpectralFieldOptions & Partial<SpectralParameters>;
