import type { CodecPresetName } from "./codec_presets.ts";
import type { FrameRate } from "./frame_rate.ts";
import type { TokenPacking } from "./packing.ts";

/** What is known about a codec's tokens, and how they are stored. */
export interface CodecTokensParameters {
  /** Codebooks, each with one token per frame, 1 to 255. Default 8. */
  readonly nCodebooks: number;
  /** Entries per codebook, 1 to 65,536; every token is below it. Default 1024. */
  readonly vocabSize: number;
  /** Frames per second, such as 75 or `[44100, 512]`. Default 75, EnCodec's rate at 24 kHz. */
  readonly frameRate: FrameRate;
  /**
   * `"bits"` stores each token in as many bits as `vocabSize` needs: 10 for 1,024 entries, which is
   * 37.5 % smaller. Default `"none"`: each token is a uint16.
   */
  readonly packing: TokenPacking;
}

/** All options of a token field, defaults filled in. */
export interface ResolvedCodecTokens extends CodecTokensParameters {
  /** The audio field whose stored samples are encoded; without it, records supply tokens. */
  readonly from?: string;
}

/** What `field.codecTokens` takes: every option is optional. */
export interface CodecTokensOptions extends Partial<CodecTokensParameters> {
  /** The codec whose parameters to start from; any can be overridden. */
  readonly preset?: CodecPresetName;
  /**
   * The audio field of the same dataset that a codec model encodes while packing. Without it,
   * records supply tokens, or audio for the model.
   */
  readonly from?: string;
}

/** The defaults. */
export const codecTokensDefaults: CodecTokensParameters = {
  nCodebooks: 8,
  vocabSize: 1024,
  frameRate: 75,
  packing: "none",
};
