/**
 * Spectral features of streams of samples: spectrograms, mel spectrograms, cepstra.
 *
 * @example Whisper's log-mel spectrogram of a second of a tone
 * ```ts
 * import { FeatureExtractor, type FeatureParameters } from "./features.ts";
 *
 * // deno-fmt-ignore
 * const whisper: FeatureParameters = {
 *   kind: "melSpectrogram", sampleRate: 16_000, inputScale: 1, dither: 0, preemphasis: 0,
 *   framing: "stft", nFft: 400, winLength: 400, hopLength: 160, window: "hann", center: true,
 *   padMode: "reflect", padSamples: 0, dropLastFrame: true, snipEdges: true, removeDcOffset: false,
 *   power: 2, magnitudeEpsilon: 0, nMels: 80, fMin: 0, fMax: 8000, melScale: "slaney",
 *   norm: "slaney", floorNyquist: false, log: "log10", logOffset: 0, logFloor: 1e-10, dbRef: 1,
 *   topDb: null, dynamicRange: 8, useEnergy: false, rawEnergy: true, energyFloor: 0, nMfcc: 20,
 *   lifter: 0, dctNorm: "ortho", normalize: "whisper", stdEpsilon: 1e-5, maskPartialFrame: false,
 *   padTo: 0,
 * };
 * const tone = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index * 0.2));
 *
 * using extractor = new FeatureExtractor(whisper);
 * const { data, bins, frames } = extractor.compute(tone);
 * if (bins !== 80 || frames !== 100 || data.length !== 8000) throw new Error();
 * ```
 *
 * @module
 */
import { AudiofieldError, UsageError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import type { FeatureParameters } from "./feature_parameters.ts";
import { type FeatureTile, ReusedTile } from "./feature_tile.ts";
import { StagedClip } from "./staged_clip.ts";
import { featureCepstra, featureFilters, FeatureStream, featureWindow } from "./wasm/dsp.js";

export type { FeatureParameters } from "./feature_parameters.ts";
export type { FeatureTile } from "./feature_tile.ts";

/** Samples that fit into the kernels' staging buffer. */
const stageLength = 8192;

/** Takes tiles, in order. A tile is valid until it returns, and is reused for the next one. */
export type FeatureSink = (tile: FeatureTile) => void;

/**
 * Turns one clip after another into features, in pieces of any size: the result doesn't depend on
 * how the clip is cut.
 *
 * A clip goes through {@link reset}, {@link push} as often as needed, and {@link finish}. Features
 * that depend on the clip as a whole (Whisper's range, dB below the maximum, rows of mean 0) have
 * {@link twoPass}: what comes out is unfinished, and each tile has to go through {@link finalize}
 * after {@link finish}.
 *
 * Extractors of equal parameters share their tables. Nothing is allocated after the first clip of
 * a length, nor for any number of clips whose length isn't announced.
 */
export class FeatureExtractor implements Disposable {
  /** What is computed. */
  readonly parameters: FeatureParameters;
  /** Rows of the finished feature. */
  readonly bins: number;
  /**
   * Rows of the tiles that {@link push} and {@link finish} hand out: {@link bins}, except for an
   * mfcc that must know the clip's maximum before its cosine transform, whose tiles hold mel bins.
   */
  readonly passBins: number;
  /** Whether tiles have to go through {@link finalize}. */
  readonly twoPass: boolean;
  /** Which mel filters let nothing through, because they lie between two bins. */
  readonly emptyFilters: readonly number[];
  readonly #kernels = dspKernels();
  readonly #stream: FeatureStream;
  readonly #stageOffset: number;
  readonly #tile = new ReusedTile();
  readonly #second = new ReusedTile();
  readonly #staged = new StagedClip();
  #stage = new Float32Array(0);

  /**
   * Plans what `parameters` ask for, unless that has been planned before.
   *
   * @throws {UsageError} With the code `"feature-parameters"`, about the first parameter that is
   * invalid, or that contradicts the others.
   */
  constructor(parameters: FeatureParameters) {
    this.parameters = parameters;
    const text = textOf(parameters);
    this.#stream = explained(parameters, () => new FeatureStream(text));
    this.bins = this.#stream.bins();
    this.passBins = this.#stream.passBins();
    this.twoPass = this.#stream.twoPass();
    this.emptyFilters = Array.from(this.#stream.emptyFilters());
    this.#stageOffset = this.#stream.stage();
  }

  /** How many frames a clip of `samples` samples has. */
  frames(samples: number): number {
    return this.#stream.frames(samples);
  }

  /**
   * Starts a clip. Where `totalSamples` says how long it will be, and its features take no more than
   * 16 MiB, {@link finish} hands out all of them as one tile whose `stride` is its `frames`.
   *
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  reset(totalSamples?: number): void {
    this.#reset(totalSamples ?? -1, false);
  }

  #reset(samples: number, whole: boolean): void {
    if (!this.#stream.reset(samples, whole)) throw outOfMemory("features", samples);
  }

  /**
   * Takes the next samples, mono, ±1. Those that lie in the kernels' memory aren't copied first.
   *
   * @param sink Receives each tile that is full.
   */
  push(samples: Float32Array, sink: FeatureSink): void {
    if (samples.buffer === this.#kernels.bytes().buffer) {
      this.#pushAt(samples.byteOffset, samples.length, sink);
      return;
    }
    for (let from = 0; from < samples.length; from += stageLength) {
      const count = Math.min(stageLength, samples.length - from);
      const piece = count === samples.length ? samples : samples.subarray(from, from + count);
      this.#stageView().set(piece);
      for (let taken = 0; taken < count;) {
        taken += this.#stream.pushStage(taken, count - taken);
        if (taken < count) this.#handOut(sink);
      }
    }
  }

  /** Takes samples that lie in the kernels' memory. */
  #pushAt(offset: number, length: number, sink: FeatureSink): void {
    for (let taken = 0; taken < length;) {
      taken += this.#stream.push(offset + taken * 4, length - taken);
      if (taken < length) this.#handOut(sink);
    }
  }

  /**
   * Ends the clip.
   *
   * @param sink Receives the tiles that are left; none for a clip without frames.
   */
  finish(sink: FeatureSink): void {
    while (this.#stream.finish()) this.#handOut(sink);
    if (this.#stream.tileFrames() === 0) return;
    this.#show(this.passBins);
    sink(this.#tile);
  }

  /**
   * The clip's largest value before {@link finalize}, without the energy row: what {@link twoPass}
   * features are limited by. −Infinity if there are no frames, or if one pass is enough.
   */
  get largest(): number {
    return this.#stream.largest();
  }

  /**
   * The second pass, for a tile of the clip that has just ended: the tile itself, still in place, or a
   * copy of it that was kept elsewhere. Finishes it in place in the kernels' memory and returns it
   * there, with {@link bins} rows; valid until the next call.
   *
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  finalize(tile: Omit<FeatureTile, "offset" | "bins">): FeatureTile {
    if (tile === this.#tile) {
      this.#stream.finalizeTile();
      this.#show(this.bins);
      return this.#tile;
    }
    const { data, frames, stride, firstFrame } = tile;
    const offset = this.#stream.second(frames, firstFrame);
    if (offset === 0) throw outOfMemory("a tile", frames);
    const { buffer } = this.#kernels.bytes();
    this.#second.place(buffer, offset, this.passBins, frames, frames, firstFrame);
    for (let row = 0; row < this.passBins; row++) {
      const from = row * stride;
      this.#second.data.set(data.subarray(from, from + frames), row * frames);
    }
    this.#stream.finalizeSecond();
    this.#second.place(buffer, offset, this.bins, frames, frames, firstFrame);
    return this.#second;
  }

  /**
   * The finished features of a whole clip, both passes, as one tile whose `stride` is its `frames`;
   * valid until the next call. For long audio, use {@link push} and {@link finish}.
   *
   * @throws {AudiofieldError} With the code `"out-of-memory"`.
   */
  compute(samples: Float32Array): FeatureTile {
    // Growth would detach samples that lie in the kernels' memory, and there would be no other copy
    // of them.
    const isElsewhere = samples.buffer !== this.#kernels.bytes().buffer;
    if (isElsewhere) this.#staged.reserve();
    this.#reset(samples.length, true);
    if (isElsewhere) {
      const pieces = this.#staged.piecesOf(samples);
      for (let index = 0; index < pieces.length; index++) {
        this.#staged.put(pieces[index]!);
        this.#pushAt(this.#staged.offset, pieces[index]!.length, ignore);
      }
    } else this.push(samples, ignore);
    this.finish(ignore);
    this.#show(this.passBins);
    return this.twoPass ? this.finalize(this.#tile) : this.#tile;
  }

  #handOut(sink: FeatureSink): void {
    this.#show(this.passBins);
    sink(this.#tile);
    this.#stream.clearTile();
  }

  #show(bins: number): void {
    const stream = this.#stream;
    this.#tile.place(
      this.#kernels.bytes().buffer,
      stream.tileOffset(),
      bins,
      stream.tileFrames(),
      stream.tileStride(),
      stream.tileFirst(),
    );
  }

  #stageView(): Float32Array<ArrayBuffer> {
    // A view detached by growth has no samples left.
    if (this.#stage.length === 0) {
      const { buffer } = this.#kernels.bytes();
      this.#stage = new Float32Array(buffer, this.#stageOffset, stageLength);
    }
    return this.#stage;
  }

  /** Frees the extractor's memory; tables stay for others. */
  [Symbol.dispose](): void {
    this.#staged[Symbol.dispose]();
    this.#stream.free();
  }
}

/**
 * The samples of {@link FeatureParameters.window}, float64, (winLength), not scaled.
 *
 * @throws {UsageError} With the code `"feature-parameters"`.
 */
export function analysisWindow(parameters: FeatureParameters): Float64Array {
  return table(parameters, featureWindow);
}

/**
 * The weights of mel filters, float64, (nMels, nFft / 2 + 1).
 *
 * @throws {UsageError} With the code `"feature-parameters"`.
 */
export function melFilters(parameters: FeatureParameters): Float64Array {
  return table(parameters, featureFilters);
}

/**
 * The cosine transform that turns the logarithms of mel bins into cepstra, its rows multiplied by
 * the lifter, float64, (nMfcc, nMels).
 *
 * @throws {UsageError} With the code `"feature-parameters"`.
 */
export function cepstralTransform(parameters: FeatureParameters): Float64Array {
  return table(parameters, featureCepstra);
}

function table(
  parameters: FeatureParameters,
  make: (text: string) => Float64Array,
): Float64Array {
  dspKernels();
  return explained(parameters, () => make(textOf(parameters)));
}

/** One line per parameter; the kernels read it, and recognise equal parameters by it. */
function textOf(parameters: FeatureParameters): string {
  return Object.entries(parameters).map(([name, value]) => `${name}=${value}`).join("\n");
}

/** The kernels throw a string, "name: what was wanted". */
function explained<T>(parameters: FeatureParameters, make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    const [name = "", wanted = ""] = thrown.split(": ");
    const found = String(parameters[name as keyof FeatureParameters]);
    throw new UsageError(
      `Cannot plan a feature of kind "${parameters.kind}": ${name} is ${found}, wanted ${wanted}`,
      { code: "feature-parameters", found, wanted: `${name}: ${wanted}` },
    );
  }
}

function outOfMemory(what: string, count: number): AudiofieldError {
  return new AudiofieldError(`Cannot reserve room for ${what}: the kernels' memory is exhausted`, {
    code: "out-of-memory",
    found: count,
    hint: "push the clip in pieces, without announcing its length",
  });
}

function ignore(): void {}
