import type { PcmSamples, PcmSource } from "../../../audio/pcm/mod.ts";
import { FeatureExtractor, type FeatureTile } from "../../../kernels/features.ts";
import type { ResolvedSpectral } from "../../../schema/mod.ts";
import { notePhase } from "../../intake/note_audio.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { featureParameters } from "../../../features/feature_parameters.ts";
import type { FeatureTarget } from "./feature_target.ts";
import type { FrameStore } from "./frame_store.ts";
import { IdlePool } from "../../intake/idle_pool.ts";
import { MonoStream } from "../../intake/mono_stream.ts";
import { padValueOf } from "../../../features/pad_value.ts";
import { PaddedClip } from "../../../features/padded_clip.ts";

/** Features of a whole clip, as written to the slot. */
export interface StoredFeatures {
  /** Rows. */
  readonly bins: number;
  /** Columns. */
  readonly frames: number;
  /** The value of a frame of silence after the clip. */
  readonly padValue: number;
}

const extractors = new IdlePool<FeatureExtractor>(8);
const streams = new IdlePool<MonoStream>(16);

/** Computes the features of one clip, piece by piece, and stores them at the end. */
export class FeatureRun implements Disposable {
  readonly #options: ResolvedSpectral;
  readonly #store: FrameStore;
  readonly #slot: FieldSlot;
  readonly #extractor: FeatureExtractor;
  readonly #stream: MonoStream;
  readonly #file: string | undefined;
  readonly #padded: PaddedClip | undefined;
  readonly #lent = new DisposableStack();

  /**
   * Begins a clip.
   *
   * @param file what to call it in errors.
   */
  constructor(
    { kind, options }: FeatureTarget,
    { source, slot, store, file }: {
      source: Pick<PcmSource, "sampleRate" | "channels" | "format">;
      slot: FieldSlot;
      store: FrameStore;
      file: string | undefined;
    },
  ) {
    const { padSeconds, resample } = options;
    const sampleRate = options.sampleRate === "source" ? source.sampleRate : options.sampleRate;
    const parameters = featureParameters(kind, options, sampleRate);
    this.#options = options;
    this.#slot = slot;
    this.#store = store;
    this.#extractor = this.#lent.use(
      extractors.borrow(JSON.stringify(parameters), () => new FeatureExtractor(parameters)),
    ).item;
    const { format, channels } = source;
    const key = `${format} ${channels} ${source.sampleRate} ${sampleRate} ${resample}`;
    this.#stream = this.#lent.use(
      streams.borrow(key, () => new MonoStream({ source, sampleRate, resample })),
    ).item;
    this.#padded = padSeconds === null ? undefined : new PaddedClip(options, sampleRate);
    this.#file = file;
    this.#stream.reset(file);
    this.#extractor.reset();
    store.begin(this.#extractor.passBins);
  }

  /** Takes whole frames of the source. */
  push(samples: PcmSamples): void {
    this.#stream.push(samples, this.#analyse);
  }

  /** Ends the clip and writes its features to the slot. */
  finish(): StoredFeatures {
    this.#stream.finish(this.#analyse);
    notePhase(this.#slot, { outOfPhase: this.#stream.outOfPhase, file: this.#file });
    const extractor = this.#extractor;
    const padded = this.#padded;
    const limit = padded?.frames ?? Infinity;
    const add = (tile: FeatureTile) => {
      const frames = Math.min(tile.frames, limit - tile.firstFrame);
      const { data, bins, stride, firstFrame } = tile;
      if (frames > 0) this.#store.add({ data, bins, frames, stride, firstFrame }, this.#slot.file);
    };
    padded?.pad((zeros) => extractor.push(zeros, add));
    extractor.finish(add);
    const frames = this.#store.write(
      this.#slot,
      (block) => extractor.twoPass ? extractor.finalize(block) : block,
    );
    return { bins: extractor.bins, frames, padValue: padValueOf(this.#options, extractor.largest) };
  }

  /** Ends the run; if it wasn't finished, nothing is stored. */
  [Symbol.dispose](): void {
    this.#store.abandon();
    this.#lent.dispose();
  }

  readonly #add = (tile: FeatureTile): void => this.#store.add(tile, this.#slot.file);

  readonly #analyse = (samples: Float32Array): void => {
    this.#extractor.push(this.#padded?.cut(samples) ?? samples, this.#add);
  };
}
