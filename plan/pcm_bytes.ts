import { UsageError } from "../errors/mod.ts";

/** How PCM is stored. */
export interface PcmForm {
  /** Frames a second. Default 16,000. */
  readonly sampleRate?: number;
  /** Samples in a frame. Default 1. */
  readonly channels?: number;
  /** Bits of a sample, stored in whole bytes. Default 16. */
  readonly bits?: number;
}

/**
 * How many bytes a span of PCM takes: sample rate × bytes of a sample × channels × seconds, the
 * frames rounded to the nearest whole one.
 *
 * @example Ten seconds of speech, and an hour of music
 * ```ts
 * import { pcmBytes } from "./pcm_bytes.ts";
 *
 * if (pcmBytes(10) !== 320_000) throw new Error();
 * if (pcmBytes(3600, { sampleRate: 48_000, channels: 2 }) !== 691_200_000) throw new Error();
 * ```
 *
 * @param seconds 0 or more.
 * @throws {UsageError} `"plan-number"` when a number is negative, not finite, or 0 beside seconds.
 */
export function pcmBytes(
  seconds: number,
  { sampleRate = 16_000, channels = 1, bits = 16 }: PcmForm = {},
): number {
  const least = { seconds: 0, sampleRate: 1, channels: 1, bits: 1 };
  for (const [name, value] of Object.entries({ seconds, sampleRate, channels, bits })) {
    const wanted = least[name as keyof typeof least];
    if (Number.isFinite(value) && value >= wanted) continue;
    throw new UsageError(`Cannot compute the size of PCM: ${name} is ${value}`, {
      code: "plan-number",
      found: value,
      wanted: `${wanted} or more`,
    });
  }
  return Math.round(seconds * sampleRate) * channels * Math.ceil(bits / 8);
}
