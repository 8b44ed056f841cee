import { padFrames } from "../schema/spectral/pad_frames.ts";
import type { SpectralParameters } from "../schema/spectral/parameters/parameters.ts";

/** Zeros pushed at a time. */
const silence = new Float32Array(1024);

/**
 * Treats a clip as if it were padded with zeros, or cut, to `padSeconds`. It adds only the zeros
 * that affect frames touching the clip, because all other frames are silence.
 */
export class PaddedClip {
  readonly #options: SpectralParameters;
  /** Samples that the clip is padded or cut to. */
  readonly #wanted: number;
  #samples = 0;

  constructor(options: SpectralParameters, sampleRate: number) {
    this.#options = options;
    this.#wanted = Math.round((options.padSeconds ?? 0) * sampleRate);
  }

  /** Begins another clip. */
  reset(): void {
    this.#samples = 0;
  }

  /** How many of the next `length` samples lie within `padSeconds`. */
  take(length: number): number {
    const count = Math.min(length, this.#wanted - this.#samples);
    this.#samples += count;
    return count;
  }

  /** The part of the next samples that lies within `padSeconds`. */
  cut(samples: Float32Array): Float32Array {
    const count = this.take(samples.length);
    return count === samples.length ? samples : samples.subarray(0, count);
  }

  /** Frames that touch the clip. */
  get frames(): number {
    const { hopLength, nFft } = this.#options;
    if (this.#samples === 0) return 0;
    const touching = Math.ceil((this.#samples + Math.floor(nFft / 2)) / hopLength);
    return Math.min(touching, padFrames(this.#options));
  }

  /** How many zeros follow the clip, up to where its last frame ends. */
  get zeros(): number {
    const { hopLength, nFft } = this.#options;
    const end = Math.max(this.frames * hopLength, (this.frames - 1) * hopLength + nFft);
    return Math.max(0, Math.min(this.#wanted, end) - this.#samples);
  }

  /** Pushes these zeros. */
  pad(push: (samples: Float32Array) => void): void {
    let rest = this.zeros;
    for (; rest > 0; rest -= silence.length) push(silence.subarray(0, Math.min(rest, 1024)));
  }
}
