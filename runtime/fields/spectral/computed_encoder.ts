import type { PcmSamples, PcmStream } from "../../../audio/pcm/mod.ts";
import type { JsonObject, SpectralKind } from "../../../schema/mod.ts";
import { ComputedFromAudio } from "../../intake/computed_from_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { FeatureRun } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";
import { spectralOptions } from "./spectral_options.ts";
import { writeFeatures } from "./write_features.ts";

/** Computes a spectral field from an audio field while a writer stores the audio. */
export class ComputedSpectralEncoder extends ComputedFromAudio {
  readonly #target: FeatureTarget;
  readonly #store: FrameStore;
  #run: FeatureRun | undefined;

  /**
   * Created by writers, one per field.
   *
   * @param kept the field's options as kept in its schema.
   */
  constructor(kind: SpectralKind, kept: JsonObject) {
    const options = spectralOptions(kind, kept);
    super(options.from);
    this.#target = { kind, options };
    this.#store = new FrameStore(this.#target);
  }

  /** Discards a clip that was never finished. */
  protected override prepare(): void {
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
  }

  /** Begins to compute the features of a clip. */
  protected override begin(source: PcmStream, slot: FieldSlot): void {
    this.#run = new FeatureRun(this.#target, { source, slot, store: this.#store, file: undefined });
  }

  /** Computes the features of the next samples. */
  protected override push(samples: PcmSamples): void {
    this.#run?.push(samples);
  }

  /**
   * Writes the features of the audio that was stored.
   *
   * @throws {AudioInputError} when the features can't be stored.
   */
  protected override finish(slot: FieldSlot): void {
    using run = this.#run;
    this.#run = undefined;
    if (run !== undefined) writeFeatures(run.finish(), this.#target, slot);
  }
}
