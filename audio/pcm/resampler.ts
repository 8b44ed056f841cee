import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import { ResampleKernel } from "../../kernels/resample.ts";
import { checkResampler } from "./_check_resampler.ts";

/**
 * How audio is resampled to another rate. `docs/resampling.md` has each method's figures.
 *
 * - `"sinc"`: a linear-phase lowpass (Kaiser-windowed sinc) whose delay is removed exactly. The
 *   memory it needs doesn't depend on the clip's length.
 * - `"fourier"`: what `scipy.signal.resample` does: the whole clip's spectrum is cut or extended.
 *   It treats the clip as one period of a periodic signal, and holds all of it in memory.
 * - `{ method: "torchaudio" }`: what `torchaudio.functional.resample` does with its Hann-windowed
 *   sinc. `lowpassFilterWidth` is the window's half width in zero crossings, an integer from 1 to
 *   1024 (6 when left out); `rolloff` is the cutoff as a fraction of the lower Nyquist frequency,
 *   above 0 and at most 1 (0.99 when left out).
 */
export type ResampleMethod = "sinc" | "fourier" | {
  readonly method: "torchaudio";
  readonly lowpassFilterWidth?: number;
  readonly rolloff?: number;
};

/** What {@link Resampler} does. */
export interface ResamplerOptions {
  /** Frames per second of the input, an integer from 1 to 3,072,000. */
  readonly from: number;
  /** Frames per second of the output, an integer from 1 to 3,072,000. */
  readonly to: number;
  /** Samples per frame, from 1 to 255. Each channel is resampled by itself. */
  readonly channels: number;
  /** How. */
  readonly method: ResampleMethod;
}

/**
 * Resamples a stream of interleaved float32 frames to another rate. Made once, then run over every
 * piece of every clip: filters are planned once per pair of rates and shared by all resamplers.
 *
 * Frame 0 of the result is at the time of frame 0 of the clip, whatever the method; beyond the clip
 * there is silence. How the clip is cut into pieces doesn't change a bit of the result. Samples
 * must be finite: `PcmConverter` has made sure of that for audio that went through one. A NaN
 * spoils the frames around it, up to the next {@link Resampler.reset} at worst.
 *
 * @example
 * ```ts
 * import { Resampler } from "./mod.ts";
 *
 * using resampler = new Resampler({ from: 44_100, to: 16_000, channels: 1, method: "sinc" });
 * let frames = resampler.process(new Float32Array(44_100)).length;
 * for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) {
 *   frames += rest.length;
 * }
 * if (frames !== 16_000 || frames !== resampler.outputFrames(44_100)) throw new Error();
 * resampler.reset(); // The next clip.
 * ```
 */
export class Resampler implements Disposable {
  readonly #options: ResamplerOptions;
  /** `undefined` if the rates are equal. */
  readonly #kernel: ResampleKernel | undefined;
  /** The rates without their common divisor. */
  readonly #from: number;
  readonly #to: number;
  #state: "open" | "finishing" | "disposed" = "open";

  /**
   * Plans a conversion, or finds the plan of an earlier one.
   *
   * @throws {UsageError} `"resampler-options"`.
   * @throws {AudiofieldError} `"out-of-memory"`, also if a torchaudio filter would be too long.
   */
  constructor(options: ResamplerOptions) {
    checkResampler(options);
    const { from, to, channels, method } = options;
    const divisor = greatestCommonDivisor(from, to);
    this.#options = options;
    this.#from = from / divisor;
    this.#to = to / divisor;
    if (from !== to) {
      const { method: name, lowpassFilterWidth = 6, rolloff = 0.99 } = typeof method === "string"
        ? { method }
        : method;
      this.#kernel = new ResampleKernel(name, {
        from: this.#from,
        to: this.#to,
        channels,
        lowpassFilterWidth,
        rolloff,
      });
    }
  }

  /**
   * Takes the next frames of the clip and returns those that are ready, which may be none; both are
   * interleaved float32. The result is a view valid until the next call of any method; of `samples`
   * itself if the rates are equal.
   *
   * @throws {UsageError} `"resampler-input"` for samples that aren't whole frames of float32,
   * `"resampler-finished"` after {@link Resampler.finish}, `"disposed"`.
   * @throws {AudiofieldError} `"out-of-memory"`: pass smaller pieces; for `"fourier"`, a shorter
   * clip.
   */
  process(samples: Float32Array): Float32Array {
    this.#check(samples);
    return this.#kernel === undefined ? samples : this.#kernel.process(samples);
  }

  /**
   * Ends the clip and returns the next of its remaining frames, as a view like that of
   * {@link Resampler.process}. Call it until the view is empty: how long each is depends on the rates
   * and the channels, not on the clip. Then {@link Resampler.reset} begins another clip.
   *
   * @throws {UsageError} `"disposed"`.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  finish(): Float32Array {
    if (this.#state === "disposed") throw disposed();
    this.#state = "finishing";
    return this.#kernel === undefined ? NOTHING : this.#kernel.finish();
  }

  /**
   * Forgets the clip and begins another one.
   *
   * @throws {UsageError} `"disposed"`.
   */
  reset(): void {
    if (this.#state === "disposed") throw disposed();
    this.#state = "open";
    this.#kernel?.reset();
  }

  /**
   * How many frames a clip of `frames` frames becomes, exactly: `frames · to / from`, rounded down,
   * or up with torchaudio's method.
   */
  outputFrames(frames: number): number {
    // The product would lose digits; that of the remainder is below 2 ** 44.
    const remainder = (frames % this.#from) * this.#to;
    const whole = Math.floor(frames / this.#from) * this.#to;
    const round = typeof this.#options.method === "string" ? Math.floor : Math.ceil;
    return whole + round(remainder / this.#from);
  }

  /** Frees the resampler's memory. Views of it may no longer be read. */
  [Symbol.dispose](): void {
    if (this.#state === "disposed") return;
    this.#state = "disposed";
    this.#kernel?.[Symbol.dispose]();
  }

  #check(samples: Float32Array): void {
    if (this.#state === "disposed") throw disposed();
    if (this.#state === "finishing") {
      throw new UsageError("Cannot resample more samples: the clip has been finished", {
        code: "resampler-finished",
        hint: "call reset() to begin another clip",
      });
    }
    const { channels } = this.#options;
    if (samples instanceof Float32Array && samples.length % channels === 0) return;
    const found = `${counted(samples.length, "sample")} in a ${samples.constructor.name}`;
    throw new UsageError(`Cannot resample ${found}`, {
      code: "resampler-input",
      found,
      wanted: `a Float32Array of whole frames of ${counted(channels, "channel")}`,
    });
  }
}

const NOTHING = new Float32Array(0);

function disposed(): UsageError {
  return new UsageError("Cannot resample: the resampler has been disposed of", {
    code: "disposed",
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
