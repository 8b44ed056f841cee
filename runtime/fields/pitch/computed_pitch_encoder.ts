import type { PcmSamples, PcmStream } from "../../../audio/pcm/mod.ts";
import type { JsonObject, ResolvedPitch } from "../../../schema/mod.ts";
import { ComputedFromAudio } from "../../intake/computed_from_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { pitchOptions } from "./pitch_options.ts";
import { PitchRun } from "./pitch_run.ts";

/** Computes the pitch of an audio field while a writer stores it. */
export class ComputedPitchEncoder extends ComputedFromAudio {
  readonly #options: ResolvedPitch;
  #run: PitchRun | undefined;

  /**
   * Created by writers, one per field.
   *
   * @param kept the field's options as kept in its schema.
   */
  constructor(kept: JsonObject) {
    const options = pitchOptions(kept);
    super(options.from);
    this.#options = options;
  }

  /** Discards a clip that was never finished. */
  protected override prepare(): void {
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
  }

  /** Begins to track the pitch of a clip. */
  protected override begin(source: PcmStream, slot: FieldSlot): void {
    this.#run = new PitchRun(this.#options, { source, slot, file: undefined });
  }

  /** Tracks the pitch of the next samples. */
  protected override push(samples: PcmSamples): void {
    this.#run?.push(samples);
  }

  /** Completes the pitch of the audio that was stored. */
  protected override finish(): void {
    using run = this.#run;
    this.#run = undefined;
    run?.finish();
  }
}
