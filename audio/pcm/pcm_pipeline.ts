import { PcmConverter } from "./pcm_converter.ts";
import { PcmResampler } from "./pcm_resampler.ts";
import { PcmScaler } from "./pcm_scaler.ts";
import type { PcmSource } from "./pcm_source.ts";
import type { ResampleMethod } from "./resampler.ts";

/** What a stream of samples is: the parts of a source that a pipeline is planned for. */
export type PcmStream = Pick<PcmSource, "sampleRate" | "channels" | "format">;

/** What a stream is made into. */
export interface PcmTarget {
  /** Frames a second. */
  readonly sampleRate: number;
  /** One channel that is the mean, or this many: the first of the source's, or copies of its one. */
  readonly channels: "mono" | number;
  /** The format to store. */
  readonly dtype: "int16" | "int32" | "float32";
  /** Whether the clip is divided by its largest magnitude. */
  readonly normalize: boolean;
  /** How to resample where the rates differ. */
  readonly resample: ResampleMethod;
}

/** Where samples wait until a clip's peak is known. */
export interface HeldBytes {
  /** Adds bytes. */
  write(bytes: Uint8Array): void;
  /** Calls `take` with all bytes in order, in pieces of whole samples. */
  drain(take: (piece: Uint8Array) => void): void;
}

/** What one clip's way through a pipeline needs. */
export interface PcmRun {
  /** Takes the stored bytes; a view valid during the call. */
  readonly write: (bytes: Uint8Array) => void;
  /** What to call the clip in errors. */
  readonly file: string | undefined;
  /** Empty; used where the clip is normalised. */
  readonly held: HeldBytes;
}

/**
 * The whole way from a source to stored bytes: mix, resample, normalise, convert. Planned once for
 * all clips of one kind of source.
 *
 * Nothing that has to be done costs no more than a check: int16 goes through untouched. What only has
 * to be mixed and converted is rounded once, from the mean in float64. What is resampled or
 * normalised is float32 in between.
 */
export class PcmPipeline implements Disposable {
  readonly #target: PcmTarget;
  /** For audio that needs neither another rate nor its peak. */
  readonly #direct: PcmConverter | undefined;
  readonly #stages: { readonly resampler: PcmResampler; readonly scaler: PcmScaler } | undefined;
  /** Bytes that a stored frame takes. */
  readonly frameBytes: number;

  /**
   * Plans the way.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  constructor({ format, sampleRate, channels }: PcmStream, target: PcmTarget) {
    this.#target = target;
    const mono = target.channels === "mono";
    const wanted = target.channels === "mono" ? 1 : target.channels;
    if (sampleRate === target.sampleRate && !target.normalize) {
      const layout = { from: format, channels, mono, keep: wanted };
      this.#direct = new PcmConverter({ ...layout, to: target.dtype });
      this.frameBytes = this.#direct.frameBytes;
      return;
    }
    // One channel is copied last: resampling it once is enough.
    const keep = Math.min(channels, wanted);
    const resampler = new PcmResampler({
      from: format,
      sampleRate,
      channels,
      mono,
      keep,
      toRate: target.sampleRate,
      method: target.resample,
    });
    const isInteger = format === "int16" || format === "int32";
    const scaler = new PcmScaler({
      to: target.dtype,
      channels: keep,
      copies: wanted / keep,
      fullScale: isInteger && !target.normalize ? "power-of-two" : "largest",
    });
    this.#stages = { resampler, scaler };
    this.frameBytes = scaler.frameBytes;
  }

  /**
   * Takes all of a source of the planned kind, and returns how many frames were stored.
   *
   * @throws {AudioInputError} when the source can't be decoded; `"non-finite"` for NaN, infinity, and
   * what float32 can't hold, naming frame and channel; `"too-long"` for a clip that `"fourier"` can't
   * hold.
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  run(source: PcmSource, { write, file, held }: PcmRun): number {
    let byteLength = 0;
    const count = (bytes: Uint8Array) => {
      byteLength += bytes.length;
      write(bytes);
    };
    this.#direct?.reset(file);
    this.#stages?.resampler.reset(file);
    this.#stages?.scaler.reset(file);
    if (this.#direct !== undefined) convertAll(this.#direct, source, count);
    else if (this.#target.normalize) this.#normalize(source, { write: count, file, held });
    else {
      const { scaler } = this.#stages!;
      this.#resample(source, (samples) => count(scaler.convert(samples, 1)));
    }
    return byteLength / this.frameBytes;
  }

  /** Gives its memory back. */
  [Symbol.dispose](): void {
    this.#direct?.[Symbol.dispose]();
    this.#stages?.resampler[Symbol.dispose]();
    this.#stages?.scaler[Symbol.dispose]();
  }

  #resample(source: PcmSource, take: (samples: Float32Array) => void): void {
    const { resampler } = this.#stages!;
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      resampler.process(piece, take);
    }
    resampler.finish(take);
  }

  #normalize(source: PcmSource, { write, file, held }: PcmRun): void {
    const { scaler } = this.#stages!;
    let peak = 0;
    this.#resample(source, (samples) => {
      peak = Math.max(peak, scaler.peak(samples));
      held.write(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    });
    // Silence stays silence.
    const divisor = peak === 0 ? 1 : peak;
    scaler.reset(file);
    held.drain(({ buffer, byteOffset, byteLength }) => {
      const samples = new Float32Array(buffer, byteOffset, byteLength / 4);
      for (let start = 0; start < samples.length; start += SCALED_AT_ONCE) {
        write(scaler.convert(samples.subarray(start, start + SCALED_AT_ONCE), divisor));
      }
    });
  }
}

/** Samples of a held clip that are brought to full scale at once. */
const SCALED_AT_ONCE = 1 << 16;

function convertAll(
  converter: PcmConverter,
  source: PcmSource,
  write: (bytes: Uint8Array) => void,
): void {
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    write(converter.convert(piece));
  }
}
