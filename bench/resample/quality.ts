/** What a resampler does to a clip: samples at one rate in, samples at another out. */
export type Resample = (
  samples: Float32Array,
  from: number,
  to: number,
) => Float32Array | Promise<Float32Array>;

/** How good a resampler is at one pair of rates, in decibels. */
export interface Quality {
  /** How much a tone at 0.9 of the lower Nyquist frequency loses. */
  readonly droop: number;
  /**
   * The worst artefact. When the rate is lowered: what is left of tones from 1.05 of the lower
   * Nyquist frequency up, all of it alias. When it is raised: what appears in addition to tones up
   * to 0.95, all of it image, from 1.05 up.
   */
  readonly alias: number;
  /** A tone at 0.5 of the lower Nyquist frequency, relative to everything else. */
  readonly snr: number;
}

/** How long a tone lasts, in samples at the lower rate. */
const LENGTH = 12_000;

/** The number of tones tried for the worst alias or image. */
const TONES = 24;

/** Measures a resampler with tones at −0.9 dBFS. */
export async function measureQuality(
  resample: Resample,
  from: number,
  to: number,
): Promise<Quality> {
  const low = Math.min(from, to);
  const fit = async (frequency: number) => {
    const radians = Math.PI * frequency * low;
    const samples = tone(radians / from, Math.ceil((LENGTH * from) / low));
    return fitTone(await resample(samples, from, to), radians / to);
  };
  const [edge, middle] = [await fit(0.9), await fit(0.5)];
  const top = 0.999 * (from / low);
  let worst = 0;
  for (let index = 0; index < TONES; index++) {
    // Most of them close to the edge.
    const part = (index / (TONES - 1)) ** 2;
    if (top < 1.05) {
      // If the rates are almost equal, no tone is high enough to leave an alias either.
      worst = Math.max(worst, (await fit(0.95 - 0.9 * part)).residue);
    } else {
      const { signal, residue } = await fit(1.05 + (top - 1.05) * part);
      worst = Math.max(worst, Math.hypot(signal, residue));
    }
  }
  return {
    droop: -decibels(edge.signal / AMPLITUDE),
    alias: decibels(worst / AMPLITUDE),
    snr: decibels(middle.signal / middle.residue),
  };
}

const AMPLITUDE = 0.9;

/** A sine that advances by `step` radians a sample. */
export function tone(step: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => AMPLITUDE * Math.sin(step * index));
}

/**
 * Fits a tone by least squares, away from the clip's ends: its amplitude, and the amplitude of a
 * tone with as much power as the rest.
 */
function fitTone(samples: Float32Array, step: number): { signal: number; residue: number } {
  const skip = Math.floor(samples.length / 6);
  const end = samples.length - skip;
  let [ss, sc, cc, sx, cx] = [0, 0, 0, 0, 0];
  for (let index = skip; index < end; index++) {
    const [s, c, x] = [Math.sin(step * index), Math.cos(step * index), samples[index] ?? 0];
    ss += s * s;
    sc += s * c;
    cc += c * c;
    sx += s * x;
    cx += c * x;
  }
  const determinant = ss * cc - sc * sc;
  // At a multiple of the Nyquist frequency, sine and cosine aren't independent.
  const sound = determinant > 1e-6 * ss * ss;
  const a = sound ? (sx * cc - cx * sc) / determinant : 0;
  const b = sound ? (cx * ss - sx * sc) / determinant : 0;
  let power = 0;
  for (let index = skip; index < end; index++) {
    const fitted = a * Math.sin(step * index) + b * Math.cos(step * index);
    power += ((samples[index] ?? 0) - fitted) ** 2;
  }
  return { signal: Math.hypot(a, b), residue: Math.sqrt((2 * power) / (end - skip)) };
}

function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}
