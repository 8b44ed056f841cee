import { SchemaError, UsageError } from "../errors/mod.ts";
import { FeatureExtractor } from "../kernels/features.ts";
import { loadKernels } from "../kernels/kernel_modules.ts";
import { padFrames } from "../schema/spectral/pad_frames.ts";
import type { SpectralKind } from "../schema/spectral/parameters/kinds.ts";
import type { SpectralParameters } from "../schema/spectral/parameters/parameters.ts";
import type { SpectralPresetName } from "../schema/spectral/presets/mod.ts";
import { featureParameters } from "./feature_parameters.ts";
import { padValueOf } from "./pad_value.ts";
import { PaddedClip } from "./padded_clip.ts";
import { type ResolvedFeatures, resolveFeatures } from "./resolve_features.ts";

/** What to compute: a preset, and the parameters that differ from it. */
export interface FeatureOptions
  extends Partial<Omit<SpectralParameters, "sampleRate" | "resample" | "storeDtype">> {
  /** The library whose features these are. Default `"original"`. */
  readonly preset?: SpectralPresetName;
  /** What the rows are. Default: what the preset's library returns. */
  readonly kind?: SpectralKind;
  /** Of the samples, in Hz. Default: the preset's; presets without one require it. */
  readonly sampleRate?: number;
}

/** Computes the features of one clip after another. Nothing is allocated after the first of a length. */
export class Features implements Disposable {
  /** What the rows are. */
  readonly kind: SpectralKind;
  /** Every parameter, with its value. */
  readonly parameters: Readonly<SpectralParameters>;
  /** Samples per second of the clips. */
  readonly sampleRate: number;
  /** Rows: mel bins, coefficients, or bins of the spectrum. */
  readonly bins: number;
  readonly #extractor: FeatureExtractor;
  readonly #padded: PaddedClip | undefined;
  /** A clip with the zeros that follow it, where there is `padSeconds`. */
  #clip = new Float32Array(0);
  /** The part of `#clip` that was analysed last. */
  #view = new Float32Array(0);

  /** Made by {@link createFeatures}. */
  constructor(kind: SpectralKind, parameters: SpectralParameters, sampleRate: number) {
    this.kind = kind;
    this.parameters = parameters;
    this.sampleRate = sampleRate;
    this.#extractor = new FeatureExtractor(featureParameters(kind, parameters, sampleRate));
    this.bins = this.#extractor.bins;
    const isPadded = parameters.padSeconds !== null;
    this.#padded = isPadded ? new PaddedClip(parameters, sampleRate) : undefined;
  }

  /** Columns of the features of a clip of `samples` samples. */
  frames(samples: number): number {
    return padFrames(this.parameters) || this.#extractor.frames(samples);
  }

  /** The shape of the features of a clip of `samples` samples: (bins, frames). */
  shape(samples: number): [bins: number, frames: number] {
    return [this.bins, this.frames(samples)];
  }

  /**
   * Computes the features of a clip.
   *
   * @param samples mono, ±1, at {@link sampleRate}.
   * @param out where they go: float32, (bins, frames), row after row. Elements after them stay as they
   *   are.
   * @returns the number of frames.
   * @throws {UsageError} `"destination-too-small"` when `out` has too few elements.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  compute(samples: Float32Array, out: Float32Array): number {
    const frames = this.frames(samples.length);
    if (out.length < this.bins * frames) throw this.#tooSmall(samples.length, out.length);
    const padded = this.#padded;
    const own = padded === undefined ? frames : this.#pad(samples, padded);
    const clip = padded === undefined ? samples : this.#view;
    if (frames === 0) return 0;
    if (own === 0) {
      out.fill(padValueOf(this.parameters, -Infinity), 0, this.bins * frames);
      return frames;
    }
    const { data, stride } = this.#extractor.compute(clip);
    const isWhole = stride === frames && own === frames;
    if (isWhole) {
      out.set(data);
      return frames;
    }
    const silence = padValueOf(this.parameters, this.#extractor.largest);
    for (let bin = 0; bin < this.bins; bin++) {
      const [from, to] = [bin * stride, bin * frames];
      for (let frame = 0; frame < own; frame++) out[to + frame] = data[from + frame]!;
      out.fill(silence, to + own, to + frames);
    }
    return frames;
  }

  /** Frees the memory of the kernels. */
  dispose(): void {
    this.#extractor[Symbol.dispose]();
  }

  /** {@link dispose}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Cuts or pads a clip, and returns how many frames touch it. */
  #pad(samples: Float32Array, padded: PaddedClip): number {
    padded.reset();
    const count = padded.take(samples.length);
    const length = count + padded.zeros;
    if (this.#clip.length < length) this.#clip = new Float32Array(length);
    if (count === samples.length) this.#clip.set(samples);
    // A view of the part would be garbage.
    else for (let at = 0; at < count; at++) this.#clip[at] = samples[at]!;
    this.#clip.fill(0, count, length);
    const { buffer } = this.#clip;
    if (this.#view.buffer !== buffer || this.#view.length !== length) {
      this.#view = new Float32Array(buffer, 0, length);
    }
    return padded.frames;
  }

  #tooSmall(samples: number, found: number): UsageError {
    const [bins, frames] = this.shape(samples);
    return new UsageError(
      `Cannot compute the features of ${samples} samples into ${found} elements: they take ` +
        `${bins} × ${frames}`,
      {
        code: "destination-too-small",
        found,
        wanted: bins * frames,
        hint: "allocate as many elements as shape(samples.length) says",
      },
    );
  }
}

/**
 * Plans features: those of a preset, with the parameters that differ.
 *
 * In a browser, call `await init({ load: ["dsp"] })` first, or use {@link createFeaturesAsync}.
 *
 * @throws {UsageError} `"invalid-option"` when a parameter doesn't exist, can't have that value, or
 *   contradicts another; `"kernels-not-loaded"` in a browser.
 */
export function createFeatures(options: FeatureOptions = {}): Features {
  const { kind, options: parameters } = resolved(options);
  const { sampleRate } = parameters;
  if (sampleRate === "source") {
    throw new UsageError("createFeatures.sampleRate: the preset has none of its own", {
      code: "invalid-option",
      wanted: "the sample rate of the clips, in Hz",
      hint: "pass sampleRate: 22_050, for example",
    });
  }
  return new Features(kind, parameters, sampleRate);
}

function resolved(options: FeatureOptions): ResolvedFeatures {
  try {
    return resolveFeatures({ ...options }, "createFeatures");
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    const { message, found, wanted, hint } = cause;
    throw new UsageError(message, { code: "invalid-option", found, wanted, hint, cause });
  }
}

/**
 * {@link createFeatures} that also works in a browser: it waits for the kernels.
 *
 * @throws {UsageError} as that does.
 * @throws {FileError} `"kernels-missing"` when they can't be fetched.
 */
export async function createFeaturesAsync(options: FeatureOptions = {}): Promise<Features> {
  await loadKernels(["dsp"]);
  return createFeatures(options);
}
