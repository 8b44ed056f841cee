import { ManifestError } from "../../../errors/mod.ts";
import type { FieldIr, ResolvedCodecTokens, WaveformDtype } from "../../../schema/mod.ts";
import type { ComputedEncoder } from "../kind/kind.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import { type ModelCodec, modelCodecOf } from "../../intake/codec_model/model_codec.ts";
import { samplesOf } from "../../intake/samples_of.ts";
import { encodeField } from "../../output/encode_field.ts";
import type { FieldSlot, WaitingSlot } from "../../output/field_slot.ts";
import { type TokenTools, writeTokens } from "./codec_tokens_encoder.ts";
import { noCodecModel } from "./no_codec_model.ts";
import { tokenOptions } from "./token_options.ts";

/** Encodes one token field of a writer from an audio field, while that one is stored. */
export class ComputedTokensEncoder implements ComputedEncoder {
  readonly #options: ResolvedCodecTokens;
  readonly #codec: ModelCodec | undefined;
  readonly #tap: StoredAudioTap;
  #slot: FieldSlot | undefined;
  #dtype: WaveformDtype = "int16";

  /** Made by writers, one for each field. */
  constructor(field: FieldIr, { codecModels }: TokenTools = {}) {
    this.#options = tokenOptions(field.options);
    this.#codec = modelCodecOf(field, codecModels);
    this.#tap = {
      begin: ({ sampleRate, channels, dtype }) => {
        this.#dtype = dtype;
        this.#in((codec, slot) => codec.begin({ sampleRate, channels, format: dtype }, slot));
      },
      write: (bytes) => this.#in((codec) => codec.push(samplesOf(bytes, this.#dtype))),
    };
  }

  /** Whether there is a model to compute with. */
  get hasModel(): boolean {
    return this.#codec !== undefined;
  }

  /**
   * Listens to the audio field while it is encoded: to be called before that.
   *
   * @throws {UsageError} `"no-codec-model"` when there is none.
   */
  listen(slot: FieldSlot): StoredAudioTap {
    if (this.#codec === undefined) throw noCodecModel(slot.field);
    this.#slot = slot;
    return this.#tap;
  }

  /**
   * Has the record wait for the tokens of what was heard.
   *
   * @throws {ManifestError} `"computed-field"` when the record gives a value all the same.
   * @throws {UsageError} `"no-codec-model"` when there is none.
   */
  encode(value: unknown, slot: WaitingSlot): void {
    if (value !== undefined) throw this.#refusal(slot);
    if (this.#codec === undefined) throw noCodecModel(slot.field);
    this.#codec.finish(slot, (tokens) => writeTokens(tokens, this.#options, slot));
  }

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (codec: ModelCodec, slot: FieldSlot) => void): void {
    const [codec, slot] = [this.#codec, this.#slot];
    if (codec === undefined || slot === undefined) return;
    encodeField(slot, undefined, () => step(codec, slot));
  }

  #refusal({ field, record }: FieldSlot): ManifestError {
    return new ManifestError(
      `Cannot write "${field}" of record ${record}: it is computed from "${this.#options.from}", ` +
        "and the record gives a value for it",
      {
        code: "computed-field",
        field,
        record,
        hint: "leave it out, or take `from` out of the schema",
      },
    );
  }
}
