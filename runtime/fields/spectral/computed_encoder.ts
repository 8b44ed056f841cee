import { ManifestError } from "../../../errors/mod.ts";
import type { JsonObject, SpectralKind, WaveformDtype } from "../../../schema/mod.ts";
import type { ComputedEncoder } from "../kind/kind.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import { encodeField } from "../../output/encode_field.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { FeatureRun } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";
import { samplesOf } from "../../intake/samples_of.ts";
import { spectralOptions } from "./spectral_options.ts";
import { writeFeatures } from "./write_features.ts";

/** Computes one spectral field of a writer from an audio field, while that one is stored. */
export class ComputedSpectralEncoder implements ComputedEncoder {
  readonly #target: FeatureTarget;
  readonly #store: FrameStore;
  readonly #tap: StoredAudioTap;
  #slot: FieldSlot | undefined;
  #dtype: WaveformDtype = "int16";
  #run: FeatureRun | undefined;

  /**
   * Made by writers, one for each field.
   *
   * @param kept the field's options as its schema keeps them.
   */
  constructor(kind: SpectralKind, kept: JsonObject) {
    const options = spectralOptions(kind, kept);
    this.#target = { kind, options };
    this.#store = new FrameStore(this.#target);
    this.#tap = {
      begin: (audio) => this.#in((slot) => this.#begin(audio, slot)),
      write: (bytes) => this.#in(() => this.#run?.push(samplesOf(bytes, this.#dtype))),
    };
  }

  /** Listens to the audio field while it is encoded: to be called before that. */
  listen(slot: FieldSlot): StoredAudioTap {
    this.#end();
    this.#slot = slot;
    return this.#tap;
  }

  /**
   * Writes the features of what was heard.
   *
   * @throws {ManifestError} `"computed-field"` when the record gives a value all the same.
   * @throws {AudioInputError} when the features can't be stored.
   */
  encode(value: unknown, slot: FieldSlot): void {
    if (value !== undefined) throw this.#refusal(slot);
    using run = this.#run;
    this.#run = undefined;
    if (run !== undefined) writeFeatures(run.finish(), this.#target, slot);
  }

  #begin(
    { sampleRate, channels, dtype }: Parameters<StoredAudioTap["begin"]>[0],
    slot: FieldSlot,
  ): void {
    this.#dtype = dtype;
    const source = { sampleRate, channels, format: dtype };
    this.#run = new FeatureRun(this.#target, { source, slot, store: this.#store, file: undefined });
  }

  /** A clip that failed was never encoded. */
  #end(): void {
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
  }

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (slot: FieldSlot) => void): void {
    if (this.#slot !== undefined) encodeField(this.#slot, undefined, (_, slot) => step(slot));
  }

  #refusal({ field, record }: FieldSlot): ManifestError {
    const { from } = this.#target.options;
    return new ManifestError(
      `Cannot write "${field}" of record ${record}: it is computed from "${from}", and the record ` +
        "gives a value for it",
      {
        code: "computed-field",
        field,
        record,
        hint: "leave it out, or take `from` out of the schema",
      },
    );
  }
}
