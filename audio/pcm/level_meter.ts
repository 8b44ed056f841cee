import { countOver, peakOf } from "../../kernels/level.ts";

/** The integer formats that are stored. */
export type IntegerFormat = "int16" | "int32";

const FULL_SCALE = { int16: 2 ** 15, int32: 2 ** 31 } as const;

/**
 * The largest magnitude that an integer format holds, as a float: anything above it rounds to a
 * magnitude above 2¹⁵, or 2³¹, and therefore saturates by more than one step. The one step that the
 * positive side lacks isn't a loss: a full-scale wave of 24 bits stored in 16 loses nothing.
 *
 * @param factor what 1.0 becomes: the largest integer, or a power of two.
 */
export function integerLimit(format: IntegerFormat, factor: number): number {
  return (FULL_SCALE[format] + 0.5) / factor;
}

/** Counts the samples of a stream of floats that are beyond a limit. */
export class LevelMeter {
  readonly #limit: number;
  /** Samples seen. */
  samples = 0;
  /** How many of them are beyond the limit. */
  over = 0;
  /** The largest magnitude among those; 0 for none. */
  peak = 0;

  /**
   * Starts with nothing counted.
   *
   * @param limit the largest magnitude that isn't counted.
   */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Begins another stream. */
  reset(): void {
    this.samples = 0;
    this.over = 0;
    this.peak = 0;
  }

  /**
   * How many samples in the kernels' memory are beyond the limit; doesn't add them to the counts.
   */
  countOver(from: "float32" | "float64", offset: number, count: number): number {
    return countOver(from, offset, count, this.#limit);
  }

  /** Counts samples in the kernels' memory, which are finite. */
  measure(from: "float32" | "float64", offset: number, count: number): void {
    const over = this.countOver(from, offset, count);
    this.samples += count;
    if (over === 0) return;
    this.over += over;
    this.peak = Math.max(this.peak, peakOf(from, offset, count));
  }

  /** Counts samples that are known to be within the limit. */
  skip(count: number): void {
    this.samples += count;
  }
}
