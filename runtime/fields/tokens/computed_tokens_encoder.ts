import type { PcmSamples, PcmStream } from "../../../audio/pcm/mod.ts";
import type { FieldIr, ResolvedCodecTokens } from "../../../schema/mod.ts";
import { type ModelCodec, modelCodecOf } from "../../intake/codec_model/model_codec.ts";
import { ComputedFromAudio } from "../../intake/computed_from_audio.ts";
import type { FieldSlot, WaitingSlot } from "../../output/field_slot.ts";
import { type TokenTools, writeTokens } from "./codec_tokens_encoder.ts";
import { noCodecModel } from "./no_codec_model.ts";
import { tokenOptions } from "./token_options.ts";

/** Encodes a token field from an audio field while a writer stores the audio. */
export class ComputedTokensEncoder extends ComputedFromAudio {
  readonly #options: ResolvedCodecTokens;
  readonly #codec: ModelCodec | undefined;

  /** Created by writers, one per field. */
  constructor(field: FieldIr, { codecModels }: TokenTools = {}) {
    const options = tokenOptions(field.options);
    super(options.from);
    this.#options = options;
    this.#codec = modelCodecOf(field, codecModels);
  }

  /** Whether there is a model to compute with. */
  get hasModel(): boolean {
    return this.#codec !== undefined;
  }

  /**
   * Checks that there is a model.
   *
   * @throws {UsageError} `"no-codec-model"` when there is none.
   */
  protected override prepare({ field }: FieldSlot): void {
    if (this.#codec === undefined) throw noCodecModel(field);
  }

  /** Begins a recording for the model. */
  protected override begin(audio: PcmStream, slot: FieldSlot): void {
    this.#codec?.begin(audio, slot);
  }

  /** Holds back the next samples until the recording is complete. */
  protected override push(samples: PcmSamples): void {
    this.#codec?.push(samples);
  }

  /**
   * Makes the record wait for the tokens of the audio that was stored.
   *
   * @throws {UsageError} `"no-codec-model"` when there is no model.
   */
  protected override finish(slot: WaitingSlot): void {
    if (this.#codec === undefined) throw noCodecModel(slot.field);
    this.#codec.finish(slot, (tokens) => writeTokens(tokens, this.#options, slot));
  }
}
