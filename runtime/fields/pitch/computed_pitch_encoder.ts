import { ManifestError } from "../../../errors/mod.ts";
import type { JsonObject, ResolvedPitch, WaveformDtype } from "../../../schema/mod.ts";
import { samplesOf } from "../../intake/samples_of.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import { encodeField } from "../../output/encode_field.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { ComputedEncoder } from "../kind/kind.ts";
import { pitchOptions } from "./pitch_options.ts";
import { PitchRun } from "./pitch_run.ts";

/** Computes the pitch of an audio field while a writer stores it. */
export class ComputedPitchEncoder implements ComputedEncoder {
  readonly #options: ResolvedPitch;
  readonly #tap: StoredAudioTap;
  #slot: FieldSlot | undefined;
  #dtype: WaveformDtype = "int16";
  #run: PitchRun | undefined;

  /**
   * Created by writers, one per field.
   *
   * @param kept the field's options as kept in its schema.
   */
  constructor(kept: JsonObject) {
    this.#options = pitchOptions(kept);
    this.#tap = {
      begin: ({ sampleRate, channels, dtype }) =>
        this.#in((slot) => {
          this.#dtype = dtype;
          const source = { sampleRate, channels, format: dtype };
          this.#run = new PitchRun(this.#options, { source, slot, file: undefined });
        }),
      write: (bytes) => this.#in(() => this.#run?.push(samplesOf(bytes, this.#dtype))),
    };
  }

  /** Listens to the audio field while it is encoded; call it before that. */
  listen(slot: FieldSlot): StoredAudioTap {
    // A clip that failed was never finished.
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
    this.#slot = slot;
    return this.#tap;
  }

  /**
   * Completes the pitch of the audio that was stored.
   *
   * @throws {ManifestError} `"computed-field"` when the record gives a value anyway.
   */
  encode(value: unknown, { field, record }: FieldSlot): void {
    if (value !== undefined) throw refusal(field, record, this.#options.from);
    using run = this.#run;
    this.#run = undefined;
    run?.finish();
  }

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (slot: FieldSlot) => void): void {
    if (this.#slot !== undefined) encodeField(this.#slot, undefined, (_, slot) => step(slot));
  }
}

function refusal(field: string, record: number, from: string | undefined): ManifestError {
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: it is computed from "${from}", but the record ` +
      "gives a value for it",
    {
      code: "computed-field",
      field,
      record,
      hint: "leave the value out, or remove `from` from the schema",
    },
  );
}
