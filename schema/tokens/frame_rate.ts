/** Frames per second: a whole number, or a fraction such as 44,100 / 512. */
export type FrameRate = number | readonly [numerator: number, denominator: number];

const largest = 0xffff_ffff;

/** What a frame rate can be, for messages. */
export const frameRateWanted =
  "an integer from 1 to 4294967295, or a fraction [numerator, denominator] of two such integers";

/**
 * A frame rate as the IR keeps it: fractions that equal whole numbers become whole numbers, others
 * are kept as written; `undefined` when it isn't a frame rate.
 */
export function canonicalFrameRate(value: unknown): FrameRate | undefined {
  if (isCount(value)) return value;
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [numerator, denominator] = value as unknown[];
  if (!isCount(numerator) || !isCount(denominator)) return undefined;
  return numerator % denominator === 0 ? numerator / denominator : [numerator, denominator];
}

/** A frame rate as a fraction. */
export function frameRateFraction(rate: FrameRate): readonly [number, number] {
  return typeof rate === "number" ? [rate, 1] : rate;
}

/** Seconds that `frames` frames take. */
export function secondsOfFrames(frames: number, rate: FrameRate): number {
  const [numerator, denominator] = frameRateFraction(rate);
  return frames * denominator / numerator;
}

/** The frame whose start is nearest to `seconds`. */
export function frameAtSeconds(seconds: number, rate: FrameRate): number {
  const [numerator, denominator] = frameRateFraction(rate);
  return Math.round(seconds * numerator / denominator);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= largest;
}
