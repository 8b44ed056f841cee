import {
  type CodecTokensArray,
  type CodecTokensInput,
  type FieldIr,
  type ResolvedCodecTokens,
  tokenBits,
} from "../../../schema/mod.ts";
import type { CodecModels } from "../../intake/codec_model/check_models.ts";
import { type ModelCodec, modelCodecOf } from "../../intake/codec_model/model_codec.ts";
import { fileOf, openAudioInput } from "../../intake/audio_input.ts";
import { wrongValue } from "../../intake/checked.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import { noteMissing } from "../../intake/note_audio.ts";
import { pushAll } from "../../intake/push_all.ts";
import type { FieldSlot, WaitingSlot } from "../../output/field_slot.ts";
import { packTokens } from "./pack_tokens.ts";
import { noCodecModel } from "./no_codec_model.ts";
import { checkedTokens, isTokenInput } from "./token_input.ts";
import { tokenOptions } from "./token_options.ts";

/** What a token field's encoders may use. */
export interface TokenTools {
  /** Opens audio files, for records that give audio. */
  readonly openAudio?: AudioOpener | undefined;
  /** The models that encode audio, by field name. */
  readonly codecModels?: CodecModels | undefined;
}

/** Takes in tokens, or audio to encode, for one field of a writer. */
export class CodecTokensEncoder {
  readonly #options: ResolvedCodecTokens;
  readonly #openAudio: AudioOpener | undefined;
  readonly #codec: ModelCodec | undefined;

  /** Created by writers, one per field. */
  constructor(field: FieldIr, { openAudio, codecModels }: TokenTools = {}) {
    this.#options = tokenOptions(field.options);
    this.#openAudio = openAudio;
    this.#codec = modelCodecOf(field, codecModels);
  }

  /**
   * Writes tokens to the slot with their metadata, or makes the record wait for the tokens of its
   * audio.
   *
   * @throws {ManifestError} when they don't have the field's shape and vocabulary.
   * @throws {AudioInputError} when audio can't be read or encoded.
   * @throws {UsageError} `"no-codec-model"` when the value is audio, but there is no model for it.
   */
  encode(input: CodecTokensInput, slot: WaitingSlot): void {
    if (isTokenInput(input)) return writeTokens(input, this.#options, slot);
    if (typeof input !== "string" && (typeof input !== "object" || input === null)) {
      throw wrongValue(input, "tokens: the path of a .npy file, or { data, shape }", slot);
    }
    const codec = this.#codec;
    if (codec === undefined) throw noCodecModel(slot.field);
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    const file = fileOf(input);
    codec.begin(source, slot, file);
    pushAll(source, codec);
    noteMissing(slot, { missing: source.missing, file });
    codec.finish(slot, (tokens) => writeTokens(tokens, this.#options, slot));
  }
}

/** Checks tokens and writes them to the slot. */
export function writeTokens(
  input: string | CodecTokensArray,
  options: ResolvedCodecTokens,
  slot: FieldSlot,
): void {
  const { data, frames } = checkedTokens(input, options, slot);
  slot.write(packTokens(data, { frames, bits: tokenBits(options) }));
  slot.metadata.setUint32(8, frames, true);
  slot.metadata.setUint8(12, options.nCodebooks);
  slot.length = frames;
  slot.width = options.nCodebooks;
}
