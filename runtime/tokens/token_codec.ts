import type { PcmFormat, PcmSamples } from "../../audio/pcm/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import type { CodecTokensArray, FieldIr } from "../../schema/mod.ts";

/** Turns recordings into one field's tokens, one after the other, each piece by piece. */
export interface TokenCodec {
  /** Begins a recording; one that was begun and not finished is forgotten. */
  begin(audio: {
    /** Samples per second. */
    readonly sampleRate: number;
    /** Channels interleaved. */
    readonly channels: number;
    /** The samples' type: int16 and int32 are scaled to their full range, floats aren't. */
    readonly format: PcmFormat;
  }): void;
  /** Takes the next samples, whole frames of all channels; they are valid during the call. */
  push(samples: PcmSamples): void;
  /**
   * The tokens of the recording, of shape (nCodebooks, frames); the field checks them.
   *
   * @throws {AudioInputError} when the audio can't be encoded.
   */
  finish(): CodecTokensArray;
}

/**
 * Gives the codec that encodes a field's audio, or nothing where there is none for it. The runtime
 * knows no codec models, so whoever packs provides this.
 */
export type TokenCodecOf = (field: FieldIr) => TokenCodec | undefined;

/** The error for a field that has to be computed, and nothing to compute it with. */
export function noTokenCodec(field: string): UsageError {
  return new UsageError(`Cannot compute "${field}": no codec model was given for it`, {
    code: "no-codec-model",
    field,
    hint: `pack with --codec-model ${field}=MODEL.onnx, or bring tokens as .npy files and take ` +
      "`from` out of the schema",
  });
}
