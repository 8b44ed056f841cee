import type { SampleFormat } from "../../kernels/mod.ts";

/** How the samples of a {@link PcmSource} are stored. */
export type PcmFormat = SampleFormat;

/** Interleaved samples: frame by frame, and within a frame channel by channel. */
export type PcmSamples = Int16Array | Int32Array | Float32Array | Float64Array;

/** A stream of interleaved PCM, such as an audio file being decoded. */
export interface PcmSource extends Disposable {
  /** Frames a second. */
  readonly sampleRate: number;
  /** Samples in a frame, from 1 to 255. */
  readonly channels: number;
  /** The source's native precision: int16 and int32 are full scale, floats are nominally ±1. */
  readonly format: PcmFormat;
  /** Frames that the header announces; `undefined` when it doesn't. */
  readonly frames: number | undefined;

  /**
   * The next samples, whole frames, or `undefined` at the end. The view is valid until the next
   * call, and never empty.
   *
   * @throws {AudioInputError} When the rest of the audio can't be decoded.
   */
  next(): PcmSamples | undefined;
}
