import { checkOption, type OptionErrors } from "../errors/check_options.ts";
import { UsageError } from "../errors/mod.ts";
import { numberBetween } from "../errors/option_rule.ts";

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
  for (const [name, value] of Object.entries({ seconds, sampleRate, channels, bits })) {
    checkOption(name, value, { rule: name === "seconds" ? fromZero : fromOne, errors });
  }
  return Math.round(seconds * sampleRate) * channels * Math.ceil(bits / 8);
}

const fromZero = numberBetween(0, Number.MAX_VALUE, "0 or more");
const fromOne = numberBetween(1, Number.MAX_VALUE, "1 or more");

const errors: Pick<OptionErrors, "wrong"> = {
  wrong: (name, value, { wanted }) =>
    new UsageError(`Cannot compute the size of PCM: ${name} is ${value}`, {
      code: "plan-number",
      found: Number(value),
      wanted,
    }),
};
