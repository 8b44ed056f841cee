import type { JsonObject, PitchArray, PitchInput, ResolvedPitch } from "../../../schema/mod.ts";
import { fileOf, openAudioInput } from "../../intake/audio_input.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import { noteMissing } from "../../intake/note_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { isGivenArray } from "../../intake/given_array.ts";
import { storePitchArray } from "./pitch_input.ts";
import { pitchOptions } from "./pitch_options.ts";
import { PitchRun } from "./pitch_run.ts";

/** Takes in audio or frequencies for one pitch field of a writer. */
export class PitchEncoder {
  readonly #options: ResolvedPitch;
  readonly #openAudio: AudioOpener | undefined;

  /**
   * Created by writers, one per field; without `openAudio`, it takes only what is in memory.
   *
   * @param kept the field's options as kept in its schema.
   */
  constructor(kept: JsonObject, openAudio?: AudioOpener) {
    this.#options = pitchOptions(kept);
    this.#openAudio = openAudio;
  }

  /**
   * Writes the pitch of audio, or the given frequencies, to the slot, with their metadata.
   *
   * @throws {AudioInputError} when the audio can't be read.
   * @throws {ManifestError} when the value is neither audio nor frequencies.
   */
  encode(input: PitchInput, slot: FieldSlot): void {
    if (isGivenArray<PitchArray>(input)) return storePitchArray(input, slot);
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    const file = fileOf(input);
    using run = new PitchRun(this.#options, { source, slot, file });
    for (let piece = source.next(); piece !== undefined; piece = source.next()) run.push(piece);
    noteMissing(slot, { missing: source.missing, file });
    run.finish();
  }
}
