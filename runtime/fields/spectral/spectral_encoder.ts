import type {
  JsonObject,
  SpectralArray,
  SpectralInput,
  SpectralKind,
} from "../../../schema/mod.ts";
import { fileOf, openAudioInput } from "../../intake/audio_input.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import { noteMissing } from "../../intake/note_audio.ts";
import { pushAll } from "../../intake/push_all.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { isGivenArray } from "../../intake/given_array.ts";
import { storeArray } from "./array_input.ts";
import { FeatureRun } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";
import { spectralOptions } from "./spectral_options.ts";
import { writeFeatures } from "./write_features.ts";

/** Takes in audio or features for one spectral field of a writer. */
export class SpectralEncoder {
  readonly #target: FeatureTarget;
  readonly #openAudio: AudioOpener | undefined;
  readonly #store: FrameStore;

  /**
   * Created by writers, one per field; without `openAudio`, it takes only what is in memory.
   *
   * @param kept the field's options as kept in its schema.
   */
  constructor(kind: SpectralKind, kept: JsonObject, openAudio?: AudioOpener) {
    const options = spectralOptions(kind, kept);
    this.#target = { kind, options };
    this.#openAudio = openAudio;
    this.#store = new FrameStore(this.#target);
  }

  /**
   * Writes the features of audio, or the given features, to the slot, with their metadata.
   *
   * @throws {AudioInputError} when the audio can't be read, or its features can't be stored.
   * @throws {ManifestError} when the value is neither audio nor features of the field's shape.
   */
  encode(input: SpectralInput, slot: FieldSlot): void {
    if (isGivenArray<SpectralArray>(input)) {
      writeFeatures(storeArray(input, { ...this.#target, slot }), this.#target, slot);
      return;
    }
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    const file = fileOf(input);
    using run = new FeatureRun(this.#target, { source, slot, store: this.#store, file });
    pushAll(source, run);
    noteMissing(slot, { missing: source.missing, file });
    writeFeatures(run.finish(), this.#target, slot);
  }
}
