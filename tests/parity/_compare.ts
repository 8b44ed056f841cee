/** How far features are from a golden array. */
import { goldenArray, type GoldenCase } from "../kernels/_features.ts";

/** A case's worst errors and what is allowed. */
export interface Parity {
  readonly id: string;
  readonly group: string;
  /** The largest absolute difference anywhere. */
  readonly error: number;
  readonly tolerance: number;
  /** The same among values within 60 dB of the loudest, where the case bounds that. */
  readonly loudError: number | undefined;
  readonly loudTolerance: number | undefined;
}

/** Whether a case is within both of its tolerances. */
export function isWithin({ error, tolerance, loudError, loudTolerance }: Parity): boolean {
  const isLoudWithin = loudTolerance === undefined || (loudError ?? NaN) <= loudTolerance;
  return error <= tolerance && isLoudWithin;
}

/**
 * Compares values of a shape with a case's.
 *
 * @throws when the shapes differ.
 */
export function compare(
  golden: GoldenCase,
  values: ArrayLike<number>,
  shape: readonly number[],
): Parity {
  const wanted = arrayOf(golden, shape);
  const largest = wanted.reduce((most, value) => Math.max(most, value), -Infinity);
  const range = sixtyDecibels(golden);
  let [error, loudError] = [0, 0];
  for (let index = 0; index < wanted.length; index++) {
    const difference = Math.abs(values[index]! - wanted[index]!);
    // NaN must not pass for a small difference.
    if (!(difference <= error)) error = difference;
    if (wanted[index]! >= largest - range && !(difference <= loudError)) loudError = difference;
  }
  const { max_abs: tolerance, max_abs_within_60dB: loudTolerance } = golden.tolerance;
  return {
    id: golden.id,
    group: golden.group,
    error,
    tolerance,
    loudError: loudTolerance === undefined ? undefined : loudError,
    loudTolerance,
  };
}

/** Kaldi's and Parakeet's arrays are (frames, bins); ours never are. */
function arrayOf(golden: GoldenCase, shape: readonly number[]): Float32Array {
  const values = goldenArray(golden);
  if (String(shape) === String(golden.shape)) return values;
  const [rows = 0, columns = 0] = golden.shape;
  const isTurned = /^(kaldi|nemo_parakeet)/.test(golden.id) &&
    String(shape) === `${columns},${rows}`;
  if (!isTurned) throw new Error(`${golden.id} is of shape ${golden.shape}, got ${shape}`);
  return values.map((_, index) => values[(index % rows) * columns + Math.floor(index / rows)]!);
}

/** 60 dB, in the units of a case's values. */
function sixtyDecibels({ group, params }: GoldenCase): number {
  if (group === "whisper") return 6 / 4;
  if (group === "librosa_db" || group === "torchaudio_db") return 60;
  // Natural logarithms, of powers or of magnitudes.
  return (group === "tts" || params.power === 1 ? 3 : 6) * Math.LN10;
}
