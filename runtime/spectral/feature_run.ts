import { FeatureExtractor } from "../../kernels/features.ts";
import type { PcmSource } from "../../audio/pcm/mod.ts";
import type { SpectralKind, SpectralOptions } from "../../schema/mod.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { featureParameters } from "./feature_parameters.ts";
import { FrameStore } from "./frame_store.ts";
import { IdlePool } from "./idle_pool.ts";
import { MonoStream } from "./mono_stream.ts";
import type { PcmSamples } from "../../audio/pcm/mod.ts";

/** What is computed. */
export interface FeatureTarget {
  readonly kind: SpectralKind;
  readonly options: SpectralOptions;
}

/** Features of a whole clip, as they lie in the slot. */
export interface StoredFeatures {
  readonly bins: number;
  readonly frames: number;
  /** What the clip's features would be where silence follows it. */
  readonly padValue: number;
}

const extractors = new IdlePool<FeatureExtractor>(8);
const streams = new IdlePool<MonoStream>(16);

/** The features of one clip being computed, piece by piece, and stored in the end. */
export class FeatureRun implements Disposable {
  readonly #store: FrameStore;
  readonly #slot: FieldSlot;
  readonly #extractor: FeatureExtractor;
  readonly #stream: MonoStream;
  readonly #lent = new DisposableStack();
  readonly #push: (samples: Float32Array) => void;

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
    const { resample } = options;
    const sampleRate = options.sampleRate === "source" ? source.sampleRate : options.sampleRate;
    const parameters = featureParameters(kind, options, sampleRate);
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
    this.#stream.reset(file);
    this.#extractor.reset();
    store.begin(this.#extractor.passBins);
    this.#push = (samples) => this.#extractor.push(samples, (block) => store.add(block, slot.file));
  }

  /** Takes whole frames of the source. */
  push(samples: PcmSamples): void {
    this.#stream.push(samples, this.#push);
  }

  /** Ends the clip and writes its features to the slot. */
  finish(): StoredFeatures {
    this.#stream.finish(this.#push);
    const extractor = this.#extractor;
    extractor.finish((block) => this.#store.add(block, this.#slot.file));
    const frames = this.#store.write(
      this.#slot,
      (block) => extractor.twoPass ? extractor.finalize(block) : block,
    );
    return { bins: extractor.bins, frames, padValue: extractor.padValue };
  }

  /** Ends it without features. */
  [Symbol.dispose](): void {
    this.#store.abandon();
    this.#lent.dispose();
  }
}
