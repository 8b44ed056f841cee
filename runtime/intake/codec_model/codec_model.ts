/**
 * A neural codec's encoder: audio in, tokens out. `models/` has one for ONNX files; anything else
 * that keeps to this interface does as well.
 */
export interface CodecModel {
  /** What to call the model in messages, such as its file's name. */
  readonly name: string;
  /** Frames of samples a second, an integer; all audio is brought to it first. */
  readonly sampleRate: number;
  /** Channels of the audio; 1 takes the mean of a clip's channels. */
  readonly channels: number;
  /** Samples of each channel that one frame of tokens stands for. */
  readonly hopLength: number;
  /** Tokens in a frame: one from each codebook. */
  readonly nCodebooks: number;
  /** Entries of each codebook, up to 65,536; every token is below it. */
  readonly vocabSize: number;
  /** SHA-256 of the model's file as 64 hexadecimal digits, kept in the files that it has a part in. */
  readonly sha256?: string;
  /**
   * The tokens of audio, in one run of the model.
   *
   * @param samples float32, shape (channels, samples), nominally ±1; at least one sample, and all of
   * them finite. It is the caller's, and may be overwritten once the result is there.
   * @returns shape (nCodebooks, frames), with ceil(samples / hopLength) frames.
   */
  encode(samples: Float32Array): Promise<Uint16Array>;
}

/** Tokens in memory. */
export interface ComputedTokens {
  /** Codebook by codebook, and within one frame by frame. */
  readonly data: Uint16Array<ArrayBuffer>;
  /** (nCodebooks, frames). */
  readonly shape: readonly [nCodebooks: number, frames: number];
}
