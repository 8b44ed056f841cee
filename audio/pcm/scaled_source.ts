import { AudioInputError, UsageError } from "../../errors/mod.ts";
import type { MissingAudio, PcmFormat, PcmSamples, PcmSource } from "./pcm_source.ts";

/** The most samples that are scaled at a time. */
const SLICE_SAMPLES = 1 << 16;

const FULL_SCALE = { int16: 2 ** 15, int32: 2 ** 31, float32: 1, float64: 1 } as const;

/**
 * A source whose samples are multiplied by a factor, in float64: integers are divided by their full
 * scale first. The result is float64, nominally ±1, and no longer the coded stream of a file. A
 * factor of 1 returns the source itself.
 *
 * @example Floats that mean 16-bit integers
 * ```ts
 * import { samplesSource, scaledSource } from "./mod.ts";
 *
 * const samples = Float32Array.of(9000, -16384);
 * using source = scaledSource(samplesSource({ samples, sampleRate: 16_000 }), 1 / 32768);
 * if (source.next()?.[1] !== -0.5) throw new Error();
 * ```
 *
 * @param source disposed of with the result, and when this throws.
 * @param name what to call it in errors.
 * @throws {UsageError} `"scale"` for a factor that isn't a finite number above 0.
 * @throws {AudioInputError} `"scale"` for integers and a factor below 1/256: they have a full scale of
 * their own, and next to nothing would be left of them.
 */
export function scaledSource(source: PcmSource, factor: number, name?: string): PcmSource {
  if (factor === 1) return source;
  const isTiny = factor < SMALLEST_OF_INTEGERS && source.format.startsWith("int");
  if (isScale(factor) && !isTiny) return new ScaledPcm(source, factor);
  source[Symbol.dispose]();
  if (isScale(factor)) throw ofIntegers(source.format, { factor, name });
  throw new UsageError(`Cannot scale audio by ${factor}`, {
    code: "scale",
    found: String(factor),
    wanted: "a finite number above 0",
  });
}

/** Floats in the range of integers need smaller factors; integers never do. */
const SMALLEST_OF_INTEGERS = 1 / 256;

function ofIntegers(
  format: PcmFormat,
  { factor, name }: { factor: number; name: string | undefined },
): AudioInputError {
  const audio = name === undefined ? "audio" : `"${name}"`;
  return new AudioInputError(
    `Cannot scale ${audio} by ${factor}: its samples are integers, and next to nothing would be left`,
    {
      code: "scale",
      file: name,
      found: format,
      wanted: "floats in the range of integers, or a scale of at least 1/256",
      hint: "leave out the scale: integers have a full scale of their own",
    },
  );
}

/** Whether samples can be multiplied by it. */
export function isScale(factor: unknown): factor is number {
  return typeof factor === "number" && Number.isFinite(factor) && factor > 0;
}

class ScaledPcm implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmFormat = "float64";
  readonly frames: number | undefined;
  readonly #source: PcmSource;
  readonly #gain: number;
  readonly #sliceSamples: number;
  /** Grows to the size of the largest piece. */
  #scaled = new Float64Array(0);
  #piece: PcmSamples | undefined;
  #position = 0;

  constructor(source: PcmSource, factor: number) {
    this.sampleRate = source.sampleRate;
    this.channels = source.channels;
    this.frames = source.frames;
    this.#source = source;
    this.#gain = factor / FULL_SCALE[source.format];
    this.#sliceSamples = Math.floor(SLICE_SAMPLES / source.channels) * source.channels;
  }

  get missing(): MissingAudio | undefined {
    return this.#source.missing;
  }

  next(): PcmSamples | undefined {
    if (this.#piece === undefined || this.#position >= this.#piece.length) {
      this.#piece = this.#source.next();
      this.#position = 0;
      if (this.#piece === undefined) return undefined;
    }
    const piece = this.#piece;
    const count = Math.min(this.#sliceSamples, piece.length - this.#position);
    if (this.#scaled.length < count) this.#scaled = new Float64Array(count);
    for (let at = 0; at < count; at++) {
      this.#scaled[at] = piece[this.#position + at]! * this.#gain;
    }
    this.#position += count;
    return this.#scaled.subarray(0, count);
  }

  [Symbol.dispose](): void {
    this.#piece = undefined;
    this.#source[Symbol.dispose]();
  }
}
