/**
 * Picks out or copies channels, scales float32 to what is stored, and measures levels: peaks,
 * samples beyond full scale, channels that cancel. All of this is in the memory of
 * {@link dspKernels}; arguments and errors are like those of its methods.
 *
 * @module
 */
import { dspKernels } from "./dsp_kernels.ts";
import { rangeError } from "./range_error.ts";
import { type SampleFormat, sampleFormatId } from "./sample_format.ts";
import * as dsp from "./wasm/dsp.js";

/**
 * Converts the first `kept` samples of each of `frames` frames of `channels` interleaved samples; a
 * frame of one sample becomes `kept` copies.
 *
 * @returns -1, or the index of the first kept sample of `src` that is NaN or infinite, or a float64
 * that float32 can't hold. Samples that are left out aren't checked.
 * @throws {UsageError} `"kernel-arguments"`.
 */
export function pickChannels(
  from: SampleFormat,
  to: SampleFormat,
  src: number,
  dst: number,
  frames: number,
  channels: number,
  kept: number,
): number {
  dspKernels();
  const source = sampleFormatId(from);
  const result = dsp.pick(source, sampleFormatId(to), src, dst, frames, channels, kept);
  if (result < -1) throw rangeError("pick channels");
  return result;
}

/**
 * Divides `count` float32 samples by `divisor` and multiplies them by `factor`, both in float64, and
 * rounds once: to the nearest integer, ties to even, saturating; or to float32.
 *
 * @returns -1, or the index of the first sample that is NaN or infinite.
 * @throws {UsageError} `"kernel-arguments"`.
 */
export function scaleFloat32(
  to: "int16" | "int32" | "float32",
  src: number,
  dst: number,
  count: number,
  divisor: number,
  factor: number,
): number {
  dspKernels();
  const result = dsp.scale(sampleFormatId(to), src, dst, count, divisor, factor);
  if (result < -1) throw rangeError(`scale float32 to ${to}`);
  return result;
}

/**
 * The largest magnitude of `count` float32 samples, 0 for none; NaN and infinity outrank every
 * number.
 *
 * @throws {UsageError} `"kernel-arguments"`.
 */
export function peakOfFloat32(src: number, count: number): number {
  return peakOf("float32", src, count);
}

/** {@link peakOfFloat32} of samples of either floating-point format. */
export function peakOf(from: "float32" | "float64", src: number, count: number): number {
  dspKernels();
  const result = dsp.peak(sampleFormatId(from), src, count);
  if (result < 0) throw rangeError("find a peak");
  return result;
}

/**
 * How many of `count` samples have a magnitude above `limit`; NaN has none.
 *
 * @throws {UsageError} `"kernel-arguments"`.
 */
export function countOver(
  from: "float32" | "float64",
  src: number,
  count: number,
  limit: number,
): number {
  dspKernels();
  const result = dsp.countOver(sampleFormatId(from), src, count, limit);
  if (result < 0) throw rangeError("count samples");
  return result;
}

/**
 * Adds two sums of squares over `frames` frames of `channels` interleaved samples, in the samples' own
 * unit, to two float64 at `dst`: that of every sample, and that of every frame's sum. Channels that
 * cancel add 0 to the second, unrelated ones as much as to the first, equal ones `channels` times as
 * much.
 *
 * @throws {UsageError} `"kernel-arguments"`.
 */
export function addEnergies(
  from: SampleFormat,
  src: number,
  dst: number,
  frames: number,
  channels: number,
): void {
  dspKernels();
  const done = dsp.addEnergies(sampleFormatId(from), src, dst, frames, channels);
  if (!done) throw rangeError("add up energies");
}
