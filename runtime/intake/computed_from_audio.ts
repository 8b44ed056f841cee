import type { PcmSamples, PcmStream } from "../../audio/pcm/mod.ts";
import { ManifestError } from "../../errors/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import { encodeField } from "../output/encode_field.ts";
import type { FieldSlot, WaitingSlot } from "../output/field_slot.ts";
import { samplesOf } from "./samples_of.ts";
import type { StoredAudioTap } from "./stored_audio_tap.ts";

/**
 * Encodes a field that is computed from an audio field of the same record, while the audio is
 * stored. Each kind decides what to do with the samples.
 */
export abstract class ComputedFromAudio {
  readonly #from: string | undefined;
  readonly #tap: StoredAudioTap;
  #slot: FieldSlot | undefined;
  #dtype: WaveformDtype = "int16";

  /**
   * Called by the classes of each kind.
   *
   * @param from the audio field's name, for messages.
   */
  constructor(from: string | undefined) {
    this.#from = from;
    this.#tap = {
      begin: ({ sampleRate, channels, dtype }) => {
        this.#dtype = dtype;
        this.#in((slot) => this.begin({ sampleRate, channels, format: dtype }, slot));
      },
      write: (bytes) => this.#in(() => this.push(samplesOf(bytes, this.#dtype))),
    };
  }

  /** Listens to the audio field while it is encoded; call it before that. */
  listen(slot: FieldSlot): StoredAudioTap {
    this.prepare(slot);
    this.#slot = slot;
    return this.#tap;
  }

  /**
   * Writes what was computed from the samples, or makes the record wait for it.
   *
   * @throws {ManifestError} `"computed-field"` when the record gives a value anyway.
   */
  encode(value: unknown, slot: WaitingSlot): void {
    if (value !== undefined) throw this.#refusal(slot);
    this.finish(slot);
  }

  /** Called before each record, because an earlier clip that failed was never finished. */
  protected abstract prepare(slot: FieldSlot): void;

  /** Begins a clip of this form. */
  protected abstract begin(audio: PcmStream, slot: FieldSlot): void;

  /** Takes the next samples, in whole frames; they are valid only during the call. */
  protected abstract push(samples: PcmSamples): void;

  /** Ends the clip, and writes its value. */
  protected abstract finish(slot: WaitingSlot): void;

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (slot: FieldSlot) => void): void {
    if (this.#slot !== undefined) encodeField(this.#slot, undefined, (_, slot) => step(slot));
  }

  #refusal({ field, record }: FieldSlot): ManifestError {
    return new ManifestError(
      `Cannot write "${field}" of record ${record}: it is computed from "${this.#from}", but the ` +
        "record gives a value for it",
      {
        code: "computed-field",
        field,
        record,
        hint: "leave the value out, or remove `from` from the schema",
      },
    );
  }
}
