import { checkOption, type OptionErrors } from "../../errors/check_options.ts";
import { AudioInputError } from "../../errors/mod.ts";
import { integerBetween } from "../../errors/option_rule.ts";

/** The highest sample rate accepted: four times the highest of converters on the market. */
export const MAX_SAMPLE_RATE = 3_072_000;

/** The most channels: the format stores the count in a byte. */
export const MAX_CHANNELS = 255;

/**
 * Refuses stream parameters that no audio can have.
 *
 * @throws {AudioInputError} `"sample-rate"` or `"channels"`.
 */
export function checkStream(
  stream: { readonly sampleRate: number; readonly channels: number },
  name: string,
): void {
  const errors = streamErrors(name);
  checkOption("sample rate", stream.sampleRate, { rule: sampleRate, errors });
  checkOption("channel count", stream.channels, { rule: channels, errors });
}

const sampleRate = integerBetween(1, MAX_SAMPLE_RATE);
const channels = integerBetween(1, MAX_CHANNELS);

function streamErrors(name: string): Pick<OptionErrors, "wrong"> {
  return {
    wrong: (what, value, { wanted }) => {
      const found = String(value);
      return new AudioInputError(`Cannot use "${name}": its ${what} is ${found}`, {
        code: what === "sample rate" ? "sample-rate" : "channels",
        found: typeof value === "number" ? value : found,
        wanted,
      });
    },
  };
}
