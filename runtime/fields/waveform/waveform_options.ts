import type { RowLayout } from "../../../kernels/float_rows.ts";
import type { WaveformDtype } from "../../../schema/mod.ts";
import type { KnownOptions } from "../../../errors/check_options.ts";

/** How large an audio batch is and how it is padded. */
export interface WaveformBatchOptions {
  /**
   * The longest clip that the batch has room for, in samples per channel; default: the dataset's
   * longest.
   */
  readonly maxSamples?: number;
  /** What to do with longer clips: fail (the default), or keep their first `maxSamples`. */
  readonly onLonger?: "error" | "crop";
  /**
   * How far rows are padded: to `maxSamples` (`"dataset"`, the default), to the longest clip of
   * each batch, or to that rounded up to a multiple.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /**
   * The most samples per channel that all rows may hold in total: clips times the length they are
   * padded to. Default: as many as the batch size and `maxSamples` allow. Needs a `padTo` other
   * than `"dataset"`; a plan's `maxTotal` says how many its batches need.
   */
  readonly maxTotal?: number;
}

/** How large a batch of converted audio is, how it is padded, and how it is laid out in memory. */
export interface ConvertedBatchOptions extends WaveformBatchOptions {
  /** Converts samples to float32 as they are decoded; full scale is ±1. */
  readonly dtype: "float32";
  /**
   * `"channelsLast"` (the default) gives (batch, samples, channels), `"channelsFirst"`
   * (batch, channels, samples), and `"mono"` (batch, samples), the mean of each clip's own channels.
   */
  readonly layout?: RowLayout;
}

/** How large a batch of coded audio is, how it is padded, and what its samples are. */
export interface CodedBatchOptions extends WaveformBatchOptions {
  /**
   * What to decode to: the coding's own type (the default), or float32, which FLAC and Opus can
   * always decode to; full scale is ±1.
   */
  readonly dtype?: WaveformDtype;
}

/** All options of any batch of audio. */
const waveformOptions: KnownOptions<WaveformBatchOptions> = {
  maxSamples: undefined,
  onLonger: ["error", "crop"],
  padTo: undefined,
  maxTotal: undefined,
};

/** All options of a batch of PCM, converted or not. */
export const convertedOptions: KnownOptions<ConvertedBatchOptions> = {
  ...waveformOptions,
  dtype: ["float32"],
  layout: ["channelsLast", "channelsFirst", "mono"],
};

/** All options of a batch of coded audio. */
export const codedOptions: KnownOptions<CodedBatchOptions> = {
  ...waveformOptions,
  // The choices depend on the coding.
  dtype: undefined,
};
