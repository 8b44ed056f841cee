/** How a codec's frames relate to its audio. */
export interface CodecRate {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Samples per frame of tokens. */
  readonly hopLength: number;
}

/**
 * The sample rates of published codecs by frame rate, where the frame rate doesn't state them:
 * EnCodec, DAC and SoundStream at 24 kHz, EnCodec at 48 kHz, DAC at 16 kHz, and Mimi.
 */
const published: readonly (readonly [frameRate: number, sampleRate: number])[] = [
  [75, 24_000],
  [150, 48_000],
  [50, 16_000],
  [12.5, 24_000],
];

/** The lowest numerator of a frame rate that is taken for a sample rate. */
const lowestSampleRate = 8000;

/**
 * The sample rate and hop of a codec that makes `numerator / denominator` frames per second. A
 * given sample rate comes first. Otherwise, a fraction such as 44,100 / 512 states both. Otherwise,
 * they are those of the published codec with that frame rate.
 *
 * @returns `undefined` when they aren't known, or a frame isn't a whole number of samples.
 */
export function codecRate(
  [numerator, denominator]: readonly [numerator: number, denominator: number],
  given?: number,
): CodecRate | undefined {
  if (given === undefined && denominator > 1 && numerator >= lowestSampleRate) {
    return { sampleRate: numerator, hopLength: denominator };
  }
  const [, sampleRate] = published.find(([rate]) => rate * denominator === numerator) ?? [];
  const rate = given ?? sampleRate;
  if (rate === undefined) return undefined;
  const hopLength = rate * denominator / numerator;
  return Number.isInteger(hopLength) ? { sampleRate: rate, hopLength } : undefined;
}
