import { AudioInputError } from "../../errors/mod.ts";

/** The highest sample rate taken in: four times the highest that converters on sale have. */
export const MAX_SAMPLE_RATE = 3_072_000;

/** The most channels: the format stores the count in a byte. */
export const MAX_CHANNELS = 255;

/**
 * Refuses stream parameters that no audio has.
 *
 * @throws {AudioInputError} `"sample-rate"` or `"channels"`.
 */
export function checkStream(
  stream: { readonly sampleRate: number; readonly channels: number },
  name: string,
): void {
  requireInteger(name, "sample rate", "sample-rate", stream.sampleRate, MAX_SAMPLE_RATE);
  requireInteger(name, "channel count", "channels", stream.channels, MAX_CHANNELS);
}

function requireInteger(
  name: string,
  what: string,
  code: string,
  found: number,
  maximum: number,
): void {
  if (Number.isInteger(found) && found >= 1 && found <= maximum) return;
  throw new AudioInputError(`Cannot use "${name}": its ${what} is ${found}`, {
    code,
    found,
    wanted: `an integer from 1 to ${maximum}`,
  });
}
