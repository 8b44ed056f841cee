import type { PcmSamples, PcmStream } from "../../../audio/pcm/mod.ts";
import type { JsonObject, SpectralKind } from "../../../schema/mod.ts";
import { ComputedFromAudio } from "../../intake/computed_from_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { FeatureRun } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";
import { spectralOptions } from "./spectral_options.ts";
import { writeFeatures } from "./write_features.ts";

/** Computes one spectral field of a writer from an audio field, while that one is stored. */
export class ComputedSpectralEncoder extends ComputedFromAudio {
  readonly #target: FeatureTarget;
  readonly #store: FrameStore;
  #run: FeatureRun | undefined;

  /**
   * Made by writers, one for each field.
   *
   * @param kept the field's options as its schema keeps them.
   */
  constructor(kind: SpectralKind, kept: JsonObject) {
    const options = spectralOptions(kind, kept);
    super(options.from);
    this.#target = { kind, options };
    this.#store = new FrameStore(this.#target);
  }

  /** Forgets a clip that was never encoded. */
  protected override prepare(): void {
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
  }

  /** Begins to compute the features of a clip. */
  protected override begin(source: PcmStream, slot: FieldSlot): void {
    this.#run = new FeatureRun(this.#target, { source, slot, store: this.#store, file: undefined });
  }

  /** Computes those of the next samples. */
  protected override push(samples: PcmSamples): void {
    this.#run?.push(samples);
  }

  /**
   * Writes the features of what was heard.
   *
   * @throws {AudioInputError} when the features can't be stored.
   */
  protected override finish(slot: FieldSlot): void {
    using run = this.#run;
    this.#run = undefined;
    if (run !== undefined) writeFeatures(run.finish(), this.#target, slot);
  }
}
