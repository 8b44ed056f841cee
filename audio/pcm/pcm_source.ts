import type { SampleFormat } from "../../kernels/mod.ts";

/** How the samples of a {@link PcmSource} are stored. */
export type PcmFormat = SampleFormat;

/** Interleaved samples: frame by frame, and within a frame channel by channel. */
export type PcmSamples = Int16Array | Int32Array | Float32Array | Float64Array;

/** A file that is one stream of a codec, byte by byte; reading it doesn't affect decoding. */
export interface CodedBytes {
  /** Its codec: native FLAC, or Ogg Opus. */
  readonly codec: "flac" | "opus";
  /** Bits per sample, if the codec has such a thing. */
  readonly bits: number | undefined;
  /** The next bytes, from the file's first one on; `undefined` at the end. Valid until the next call. */
  next(): Uint8Array | undefined;
}

/** Audio that is missing at the end of a source, which was accepted. */
export interface MissingAudio {
  /** How many of the frames that its header announces are missing; `undefined` if nothing says. */
  readonly frames: number | undefined;
}

/** A stream of interleaved PCM, such as an audio file being decoded. */
export interface PcmSource extends Disposable {
  /** Frames per second. */
  readonly sampleRate: number;
  /** Samples per frame, from 1 to 255. */
  readonly channels: number;
  /** The source's native precision: int16 and int32 are full scale, floats are nominally ±1. */
  readonly format: PcmFormat;
  /** Frames that the header announces; `undefined` when it doesn't. */
  readonly frames: number | undefined;
  /**
   * Set if the source is cut off and was opened with `acceptTruncated`: {@link PcmSource.frames}
   * then counts those that it has. Known when it is opened or, if only decoding tells, at its end.
   */
  readonly missing?: MissingAudio | undefined;
  /** The file's own bytes, if all of it is one stream that may be passed through. */
  readonly coded?: CodedBytes | undefined;

  /**
   * The next samples, whole frames, or `undefined` at the end. The view is valid until the next
   * call, and never empty.
   *
   * @throws {AudioInputError} When the rest of the audio can't be decoded.
   */
  next(): PcmSamples | undefined;
}
