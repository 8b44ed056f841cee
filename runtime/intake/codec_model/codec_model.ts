/**
 * A neural codec's encoder: audio in, tokens out. `models/` has one for ONNX files; anything else
 * that implements this interface works as well.
 */
export interface CodecModel {
  /** What to call the model in messages, such as its file's name. */
  readonly name: string;
  /** Sample rate in Hz, an integer; all audio is resampled to it first. */
  readonly sampleRate: number;
  /** Channels of the audio; 1 takes the mean of a clip's channels. */
  readonly channels: number;
  /** Samples per channel that one frame of tokens stands for. */
  readonly hopLength: number;
  /** Tokens in a frame: one from each codebook. */
  readonly nCodebooks: number;
  /** Entries in each codebook, at most 65,536; every token is smaller. */
  readonly vocabSize: number;
  /**
   * SHA-256 of the model's file as 64 hexadecimal digits, recorded in the files that it helps to
   * make.
   */
  readonly sha256?: string;
  /**
   * The tokens of audio, in one run of the model.
   *
   * @param samples float32, shape (channels, samples), nominally ±1; at least one sample, and all
   *   of them finite. It belongs to the caller, who may overwrite it once the result has arrived.
   * @returns shape (nCodebooks, frames), with ceil(samples / hopLength) frames.
   */
  encode(samples: Float32Array): Promise<Uint16Array>;
}

/** Tokens in memory. */
export interface ComputedTokens {
  /** Codebook by codebook, and frame by frame within each. */
  readonly data: Uint16Array<ArrayBuffer>;
  /** (nCodebooks, frames). */
  readonly shape: readonly [nCodebooks: number, frames: number];
}
