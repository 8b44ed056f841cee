/** Signals whose pitch is known. */

export const sampleRate = 16_000;

/** A tone of harmonics of equal strength below 7.9 kHz, float32, ±1. */
export function tone(
  f0: number,
  harmonics: number,
  seconds = 0.3,
  rate = sampleRate,
): Float32Array {
  const numbers = Array.from({ length: harmonics }, (_, index) => index + 1)
    .filter((number) => number * f0 < Math.min(7900, rate / 2));
  const scale = 0.8 / numbers.length;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, index) => {
    const phase = 2 * Math.PI * f0 * index / rate;
    return scale * numbers.reduce((sum, number) => sum + Math.sin(number * phase + number), 0);
  });
}

/** White noise, float32, ±0.5, the same for each seed. */
export function noise(seed: number, seconds = 0.5): Float32Array {
  let state = seed;
  return Float32Array.from({ length: seconds * sampleRate }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

/** The frames that lie completely inside the clip, for a hop of 160 and frames of 1,024. */
export function inside<Values extends Float32Array | Uint8Array>(frames: Values): Values {
  return frames.subarray(4, -4) as Values;
}
