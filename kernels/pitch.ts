/**
 * The fundamental frequency of streams of samples, by normalised autocorrelation.
 *
 * @module
 */
import { UsageError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import { PitchStream } from "./wasm/dsp.js";

/** Samples that fit into the kernels' staging buffer. */
const stageLength = 8192;

/** What a tracker computes; `docs/pitch.md` has the formula. */
export interface TrackerParameters {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Samples from the centre of one frame to that of the next. */
  readonly hopLength: number;
  /** Samples per frame. */
  readonly winLength: number;
  /** The lowest frequency that is looked for, in Hz. */
  readonly fMin: number;
  /** The highest frequency that is looked for, in Hz. */
  readonly fMax: number;
  /** The least normalised autocorrelation of a voiced frame. */
  readonly voicingThreshold: number;
}

/**
 * Receives the next frames' frequencies in Hz, 0 where unvoiced; the view is valid during the call.
 */
export type PitchSink = (frequencies: Float32Array<ArrayBuffer>) => void;

/**
 * Finds the pitch of one clip after another, in pieces of any size: the result doesn't depend on how
 * the clip is cut. Frame `t` is centred at sample `t · hopLength`; a clip of n samples has
 * floor(n / hopLength) + 1 frames, and an empty one none. Memory doesn't grow with the clip.
 *
 * @example
 * ```ts
 * import { PitchTracker } from "./pitch.ts";
 *
 * using tracker = new PitchTracker({
 *   sampleRate: 16_000, hopLength: 160, winLength: 1024, fMin: 50, fMax: 600, voicingThreshold: 0.45,
 * });
 * const tone = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index * 0.1));
 * const found: number[] = [];
 * tracker.push(tone, (frequencies) => found.push(...frequencies));
 * tracker.finish((frequencies) => found.push(...frequencies));
 * if (found.length !== 101 || Math.abs(found[50]! - 254.65) > 0.5) throw new Error();
 * ```
 */
export class PitchTracker implements Disposable {
  readonly #kernels = dspKernels();
  readonly #stream: PitchStream;
  readonly #stageOffset: number;
  #stage = new Float32Array(0);

  /**
   * Plans it, and begins with an empty clip.
   *
   * @throws {UsageError} `"pitch-parameters"` about the first parameter that is invalid.
   */
  constructor(parameters: TrackerParameters) {
    const { sampleRate, hopLength, winLength, fMin, fMax, voicingThreshold } = parameters;
    try {
      this.#stream = new PitchStream(
        sampleRate,
        hopLength,
        winLength,
        fMin,
        fMax,
        voicingThreshold,
      );
    } catch (thrown) {
      if (typeof thrown !== "string") throw thrown;
      throw wrongParameter(parameters, thrown);
    }
    this.#stageOffset = this.#stream.stage();
  }

  /** Begins another clip. */
  reset(): void {
    this.#stream.reset();
  }

  /** Takes the next samples, mono, ±1; they must not lie in the kernels' memory, which may grow. */
  push(samples: Float32Array, sink: PitchSink): void {
    for (let from = 0; from < samples.length; from += stageLength) {
      const count = Math.min(stageLength, samples.length - from);
      this.#stageView().set(samples.subarray(from, from + count));
      this.#handOut(this.#stream.pushStage(count), sink);
    }
  }

  /** Ends the clip. */
  finish(sink: PitchSink): void {
    this.#handOut(this.#stream.finish(), sink);
  }

  #handOut(frames: number, sink: PitchSink): void {
    if (frames === 0) return;
    sink(new Float32Array(this.#kernels.bytes().buffer, this.#stream.foundOffset(), frames));
  }

  #stageView(): Float32Array<ArrayBuffer> {
    // A view detached by growth has no samples left.
    if (this.#stage.length === 0) {
      const { buffer } = this.#kernels.bytes();
      this.#stage = new Float32Array(buffer, this.#stageOffset, stageLength);
    }
    return this.#stage;
  }

  /** Frees the tracker's memory. */
  [Symbol.dispose](): void {
    this.#stream.free();
  }
}

function wrongParameter(parameters: TrackerParameters, thrown: string): UsageError {
  const [name = "", wanted = ""] = thrown.split(": ");
  const found = String(parameters[name as keyof TrackerParameters]);
  return new UsageError(`Cannot track pitch: ${name} is ${found}, wanted ${wanted}`, {
    code: "pitch-parameters",
    found,
    wanted: `${name}: ${wanted}`,
  });
}
