import { integerLimit, LevelMeter } from "./level_meter.ts";
import { PcmConverter } from "./pcm_converter.ts";
import { PcmResampler } from "./pcm_resampler.ts";
import { PcmScaler } from "./pcm_scaler.ts";
import type { PcmSource } from "./pcm_source.ts";
import type { ResampleMethod } from "./resampler.ts";

/** What a stream of samples is: the parts of a source that a pipeline is planned for. */
export type PcmStream = Pick<PcmSource, "sampleRate" | "channels" | "format">;

/** What a stream is converted to. */
export interface PcmTarget {
  /** Frames per second. */
  readonly sampleRate: number;
  /**
   * One channel that is the mean, or this many: the source's first ones, or copies of its only one.
   */
  readonly channels: "mono" | number;
  /** The format to store. */
  readonly dtype: "int16" | "int32" | "float32";
  /** Whether the clip is divided by its largest magnitude. */
  readonly normalize: boolean;
  /** How to resample where the rates differ. */
  readonly resample: ResampleMethod;
  /**
   * For stored floats, the largest magnitude that is taken for sound, as a multiple of full scale;
   * larger ones count as clipped. No limit by default.
   */
  readonly maxPeak?: number | undefined;
}

/** Where samples wait until a clip's peak is known. */
export interface HeldBytes {
  /** Adds bytes. */
  write(bytes: Uint8Array): void;
  /** Calls `take` with all bytes in order, in pieces of whole samples. */
  drain(take: (piece: Uint8Array) => void): void;
}

/** What is needed to run one clip through a pipeline. */
export interface PcmRun {
  /** Receives the stored bytes; a view valid during the call. */
  readonly write: (bytes: Uint8Array) => void;
  /** What to call the clip in errors. */
  readonly file: string | undefined;
  /** Empty; used if the clip is normalised. */
  readonly held: HeldBytes;
}

/** Samples of a clip that the stored format can't hold. */
export interface PcmClipping {
  /** Samples that were converted, of all channels; copies of one channel count once. */
  readonly samples: number;
  /**
   * How many of them round to a magnitude above full scale, 2¹⁵ or 2³¹, and were saturated; for
   * floats, how many are above {@link PcmTarget.maxPeak}.
   */
  readonly clipped: number;
  /** The largest magnitude, as a multiple of full scale. */
  readonly peak: number;
  /**
   * The share, from 0 to 1, of samples that were as high before anything was resampled. It is 0 if
   * only the filter's overshoot was clipped: the source is sound then.
   */
  readonly sourceShare: number;
}

/** What 1.0 becomes if the source holds floats. */
const LARGEST = { int16: 2 ** 15 - 1, int32: 2 ** 31 - 1 } as const;

/**
 * The whole way from a source to stored bytes: mix, resample, normalise, convert. Planned once for
 * all clips of one kind of source.
 *
 * If nothing has to be done, it costs no more than a check: int16 passes through untouched. Audio
 * that only has to be mixed and converted is rounded once, from the mean in float64. Audio that is
 * resampled or normalised is float32 in between.
 */
export class PcmPipeline implements Disposable {
  readonly #target: PcmTarget;
  /** For audio that needs neither another rate nor normalising. */
  readonly #direct: PcmConverter | undefined;
  /** Count samples beyond full scale: floats in the source, and integers in what is stored. */
  readonly #sourceMeter: LevelMeter | undefined;
  readonly #meter: LevelMeter | undefined;
  readonly #stages: { readonly resampler: PcmResampler; readonly scaler: PcmScaler } | undefined;
  /** Bytes per stored frame. */
  readonly frameBytes: number;

  /**
   * Plans the pipeline.
   *
   * @throws {AudiofieldError} `"out-of-memory"`.
   */
  constructor({ format, sampleRate, channels }: PcmStream, target: PcmTarget) {
    this.#target = target;
    const mono = target.channels === "mono";
    const wanted = target.channels === "mono" ? 1 : target.channels;
    const meter = this.#sourceMeter = meterOf(format, target);
    if (sampleRate === target.sampleRate && !target.normalize) {
      const layout = { from: format, channels, mono, keep: wanted };
      this.#direct = new PcmConverter({ ...layout, to: target.dtype, meter });
      this.#meter = meter;
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
      meter,
    });
    const isInteger = format === "int16" || format === "int32";
    const scaler = new PcmScaler({
      to: target.dtype,
      channels: keep,
      copies: wanted / keep,
      fullScale: isInteger && !target.normalize ? "power-of-two" : "largest",
    });
    this.#stages = { resampler, scaler };
    this.#meter = scaler.meter ?? meter;
    this.frameBytes = scaler.frameBytes;
  }

  /**
   * Converts all of a source of the planned kind, and returns how many frames were stored.
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

  /** What saturated in the last clip; `undefined` if nothing did, which allocates nothing. */
  get clipping(): PcmClipping | undefined {
    if (this.#meter === undefined || this.#meter.over === 0) return undefined;
    const { samples, over: clipped, peak } = this.#meter;
    const source = this.#sourceMeter;
    return {
      samples,
      clipped,
      peak: Math.max(peak, source?.peak ?? 0),
      sourceShare: source === undefined ? 0 : source.over / source.samples,
    };
  }

  /** The correlation of the last clip's channels if they cancel, as {@link PcmConverter.outOfPhase}. */
  get outOfPhase(): number | undefined {
    return this.#direct?.outOfPhase ?? this.#stages?.resampler.outOfPhase;
  }

  /** Frees its memory. */
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

/** Samples of a held clip that are scaled at a time. */
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

/** For floats that are stored at their own level, in a format that doesn't hold every level. */
function meterOf(
  format: PcmStream["format"],
  { dtype, normalize, maxPeak }: PcmTarget,
): LevelMeter | undefined {
  const isFloat = format === "float32" || format === "float64";
  if (!isFloat || normalize) return undefined;
  if (dtype !== "float32") return new LevelMeter(integerLimit(dtype, LARGEST[dtype]));
  return maxPeak === undefined ? undefined : new LevelMeter(maxPeak);
}
