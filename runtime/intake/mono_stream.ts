import { PcmConverter, type PcmSamples, type PcmSource, Resampler } from "../../audio/pcm/mod.ts";
import type { SpectralParameters } from "../../schema/mod.ts";
import { KeptCopy } from "./kept_copy.ts";

/** What arrives, and the sample rate to convert it to. */
export interface MonoStreamOptions {
  readonly source: Pick<PcmSource, "sampleRate" | "channels" | "format">;
  readonly sampleRate: number;
  readonly resample: SpectralParameters["resample"];
}

/** Takes float32 samples of one channel, nominally ±1; the view is valid only during the call. */
export type MonoSink = (samples: Float32Array) => void;

/**
 * Turns any audio into what spectral features are computed from: the mean of its channels in
 * float32, at one sample rate. It takes and passes on one piece at a time.
 */
export class MonoStream implements Disposable {
  readonly #converter: PcmConverter;
  readonly #resampler: Resampler | undefined;
  readonly #piece = new KeptCopy();

  constructor({ source, sampleRate, resample }: MonoStreamOptions) {
    const { format, channels } = source;
    this.#converter = new PcmConverter({ from: format, channels, mono: true, to: "float32" });
    if (source.sampleRate === sampleRate) return;
    this.#resampler = new Resampler({
      from: source.sampleRate,
      to: sampleRate,
      channels: 1,
      method: resample,
    });
  }

  /**
   * The correlation of channels that cancel each other out; see {@link PcmConverter.outOfPhase}.
   */
  get outOfPhase(): number | undefined {
    return this.#converter.outOfPhase;
  }

  /** Begins another clip; errors name `file`. */
  reset(file: string | undefined): void {
    this.#converter.reset(file);
    this.#resampler?.reset();
  }

  /**
   * Takes whole frames.
   *
   * @throws {AudioInputError} `"non-finite"`, naming frame and channel.
   */
  push(samples: PcmSamples, sink: MonoSink): void {
    const mono = this.#keep(this.#converter.convert(samples));
    if (this.#resampler === undefined) sink(mono);
    else this.#pass(this.#resampler.process(mono), sink);
  }

  /** Ends the clip: passes on what the resampler still holds. */
  finish(sink: MonoSink): void {
    const resampler = this.#resampler;
    if (resampler === undefined) return;
    for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) {
      this.#pass(rest, sink);
    }
  }

  [Symbol.dispose](): void {
    this.#converter[Symbol.dispose]();
    this.#resampler?.[Symbol.dispose]();
  }

  #pass(samples: Float32Array, sink: MonoSink): void {
    if (samples.length > 0) sink(this.#keep(bytesOf(samples)));
  }

  #keep(bytes: Uint8Array): Float32Array {
    return new Float32Array(this.#piece.of(bytes).buffer, 0, bytes.length / 4);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
