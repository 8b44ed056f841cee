/** How a codec's frames lie in its audio. */
export interface CodecRate {
  /** Frames of samples a second. */
  readonly sampleRate: number;
  /** Samples that a frame of tokens stands for. */
  readonly hopLength: number;
}

/**
 * The sample rates of the published codecs, by their frames a second where those don't tell: EnCodec,
 * DAC and SoundStream at 24 kHz, EnCodec at 48 kHz, DAC at 16 kHz, and Mimi.
 */
const published: readonly (readonly [frameRate: number, sampleRate: number])[] = [
  [75, 24_000],
  [150, 48_000],
  [50, 16_000],
  [12.5, 24_000],
];

/** The lowest sample rate that a frame rate's numerator is taken for. */
const lowestSampleRate = 8000;

/**
 * The sample rate and hop of a codec that makes `numerator / denominator` frames a second: the given
 * rate's; else, of a fraction such as 44,100 / 512, those are the two; else those of the published
 * codec with that many frames a second.
 *
 * @returns nothing when it can't be told, or a frame would not be whole samples.
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
