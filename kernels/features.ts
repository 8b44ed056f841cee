/**
 * Spectral features over a stream of samples: spectrogram, mel spectrogram, MFCC.
 *
 * @module
 */
import type { FeatureParameters } from "./feature_parameters.ts";

/** Frames that are ready: `bins` rows of `frames` values, `stride` values apart. */
export interface FeatureTile {
  /** Row after row in the kernels' memory; valid until the next call of the extractor. */
  readonly data: Float32Array;
  /** Offset of `data` in the kernels' memory, in bytes. */
  readonly offset: number;
  readonly bins: number;
  readonly frames: number;
  /** Values from the start of one row to that of the next; at least `frames`. */
  readonly stride: number;
  /** Index of the first frame of the tile in the clip. */
  readonly firstFrame: number;
}

/** Takes tiles in order. The tile is one object, used again for the next. */
export type FeatureSink = (tile: FeatureTile) => void;

/** Turns one clip after another into features, in pieces of any size, with the same result. */
export declare class FeatureExtractor implements Disposable {
  /** @throws {UsageError} With the code `"feature-parameters"`. */
  constructor(parameters: FeatureParameters);

  /** Rows of the finished features. */
  readonly bins: number;
  /** Rows of the tiles of the first pass: `bins`, but mel bins for an MFCC that takes two passes. */
  readonly passBins: number;
  /** Whether tiles must go through {@link FeatureExtractor.finalize} once the clip has ended. */
  readonly twoPass: boolean;
  /** Indices of mel filters without a weight above 0. */
  readonly emptyFilters: readonly number[];
  /**
   * Log-compressed and normalised value of silence, `max(−1.5, clip maximum − 2)` for whisper: what
   * `padSeconds` would have put behind the clip. Valid after `finish`.
   */
  readonly padValue: number;

  /** Exact number of frames of a clip of `samples` samples. */
  frames(samples: number): number;

  /**
   * Starts a clip. With `totalSamples` known (and the result up to 16 MiB) `finish` hands out one tile
   * that is the whole clip, `stride === frames`.
   */
  reset(totalSamples?: number): void;

  /** Takes the next samples (float32, mono, ±1); hands each full tile to `sink`. */
  push(samples: Float32Array, sink: FeatureSink): void;

  /** Ends the clip; hands the remaining frames to `sink`. */
  finish(sink: FeatureSink): void;

  /**
   * Second pass: applies clip-level statistics to a tile of the first pass (a copy that was spooled, or
   * the tile itself), (passBins, frames) with the tile's `stride`. Returns a tile of `bins` rows with
   * `stride === frames`, valid until the next call. Needs `finish` before.
   */
  finalize(tile: Pick<FeatureTile, "data" | "frames" | "stride" | "firstFrame">): FeatureTile;

  /** A whole clip at once: both passes, one tile with `stride === frames`. */
  compute(samples: Float32Array): FeatureTile;

  [Symbol.dispose](): void;
}
