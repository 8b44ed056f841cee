import type { PcmSamples, PcmSource } from "../../../audio/pcm/mod.ts";
import { PitchTracker } from "../../../kernels/pitch.ts";
import type { PitchParameters } from "../../../schema/mod.ts";
import { IdlePool } from "../../intake/idle_pool.ts";
import { MonoStream } from "../../intake/mono_stream.ts";
import { notePhase } from "../../intake/note_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { PitchPayload } from "./pitch_payload.ts";

const trackers = new IdlePool<PitchTracker>(8);
const streams = new IdlePool<MonoStream>(16);

/** Computes and stores the pitch of one clip, piece by piece. */
export class PitchRun implements Disposable {
  readonly #slot: FieldSlot;
  readonly #file: string | undefined;
  readonly #payload: PitchPayload;
  readonly #tracker: PitchTracker;
  readonly #stream: MonoStream;
  readonly #lent = new DisposableStack();

  /**
   * Begins a clip.
   *
   * @param file what to call it in errors.
   */
  constructor(
    parameters: PitchParameters,
    { source, slot, file }: {
      source: Pick<PcmSource, "sampleRate" | "channels" | "format">;
      slot: FieldSlot;
      file: string | undefined;
    },
  ) {
    const { sampleRate, hopLength, winLength, fMin, fMax, voicingThreshold } = parameters;
    const tracked = [sampleRate, hopLength, winLength, fMin, fMax, voicingThreshold].join(" ");
    this.#slot = slot;
    this.#file = file;
    this.#payload = new PitchPayload(slot);
    this.#tracker =
      this.#lent.use(trackers.borrow(tracked, () => new PitchTracker(parameters))).item;
    const key = `${source.format} ${source.channels} ${source.sampleRate} ${sampleRate}`;
    this.#stream = this.#lent.use(
      streams.borrow(key, () => new MonoStream({ source, sampleRate, resample: "sinc" })),
    ).item;
    this.#stream.reset(file);
    this.#tracker.reset();
  }

  /**
   * Takes whole frames of the source.
   *
   * @throws {AudioInputError} `"non-finite"`, naming frame and channel.
   */
  push(samples: PcmSamples): void {
    this.#stream.push(samples, this.#track);
  }

  /** Ends the clip and completes the record. */
  finish(): void {
    this.#stream.finish(this.#track);
    this.#tracker.finish(this.#store);
    notePhase(this.#slot, { outOfPhase: this.#stream.outOfPhase, file: this.#file });
    this.#payload.finish();
  }

  [Symbol.dispose](): void {
    this.#lent.dispose();
  }

  readonly #track = (samples: Float32Array): void => this.#tracker.push(samples, this.#store);

  // Copied, because a sink may keep it until the kernels' memory has grown.
  readonly #store = (frequencies: Float32Array): void => this.#payload.add(frequencies.slice());
}
