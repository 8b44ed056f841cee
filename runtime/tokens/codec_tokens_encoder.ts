import {
  type CodecTokensArray,
  type CodecTokensInput,
  type CodecTokensOptions,
  type FieldIr,
  tokenBits,
} from "../../schema/mod.ts";
import { openAudioInput } from "../fields/audio_input.ts";
import { wrongValue } from "../fields/checked.ts";
import type { AudioOpener } from "../fields/kind.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { packTokens } from "./pack_tokens.ts";
import { noTokenCodec, type TokenCodec, type TokenCodecOf } from "./token_codec.ts";
import { checkedTokens, isTokenInput } from "./token_input.ts";
import { tokenOptions } from "./token_options.ts";

/** What a token field's encoders may use. */
export interface TokenTools {
  /** Opens audio files, for records that bring audio. */
  readonly openAudio?: AudioOpener | undefined;
  /** Gives the codec models for it. */
  readonly tokenCodec?: TokenCodecOf | undefined;
}

/** Takes tokens, or audio to be encoded, in for one field of a writer. */
export class CodecTokensEncoder {
  readonly #options: CodecTokensOptions;
  readonly #openAudio: AudioOpener | undefined;
  readonly #codec: TokenCodec | undefined;

  /** Made by writers, one for each field. */
  constructor(field: FieldIr, { openAudio, tokenCodec }: TokenTools = {}) {
    this.#options = tokenOptions(field.options);
    this.#openAudio = openAudio;
    this.#codec = tokenCodec?.(field);
  }

  /**
   * Writes tokens to the slot with their metadata.
   *
   * @throws {ManifestError} when they aren't of the field's shape and vocabulary.
   * @throws {UsageError} `"no-codec-model"` when the value is audio, and there is no model for it.
   */
  encode(input: CodecTokensInput, slot: FieldSlot): void {
    if (isTokenInput(input)) return writeTokens(input, this.#options, slot);
    if (typeof input !== "string" && (typeof input !== "object" || input === null)) {
      throw wrongValue(input, "tokens: the path of a .npy file, or { data, shape }", slot);
    }
    const codec = this.#codec;
    if (codec === undefined) throw noTokenCodec(slot.field);
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    codec.begin(source);
    for (let piece = source.next(); piece !== undefined; piece = source.next()) codec.push(piece);
    writeTokens(codec.finish(), this.#options, slot);
  }
}

/** Checks tokens and writes them to the slot. */
export function writeTokens(
  input: string | CodecTokensArray,
  options: CodecTokensOptions,
  slot: FieldSlot,
): void {
  const { data, frames } = checkedTokens(input, options, slot);
  slot.write(packTokens(data, { frames, bits: tokenBits(options) }));
  slot.metadata.setUint32(8, frames, true);
  slot.metadata.setUint8(12, options.nCodebooks);
  slot.length = frames;
  slot.width = options.nCodebooks;
}
