import { checkOption, type OptionErrors } from "../../errors/check_options.ts";
import { UsageError } from "../../errors/mod.ts";
import { integerBetween, numberBetween, type OptionRule } from "../../errors/option_rule.ts";
import { MAX_CHANNELS, MAX_SAMPLE_RATE } from "./_check_stream.ts";
import type { ResamplerOptions } from "./resampler.ts";

/** The widest filter of torchaudio's method, in zero crossings. */
const MAX_FILTER_WIDTH = 1024;

const sampleRate = integerBetween(1, MAX_SAMPLE_RATE);

const rules = {
  from: sampleRate,
  to: sampleRate,
  channels: integerBetween(1, MAX_CHANNELS),
  lowpassFilterWidth: integerBetween(1, MAX_FILTER_WIDTH),
  rolloff: numberBetween(Number.MIN_VALUE, 1, "a number above 0 and at most 1"),
} as const;

const method: OptionRule<ResamplerOptions["method"]> = {
  wanted: '"sinc", "fourier" or { method: "torchaudio" }',
  allows: (value): value is ResamplerOptions["method"] =>
    value === "sinc" || value === "fourier" ||
    (typeof value === "object" && value !== null && "method" in value &&
      value.method === "torchaudio"),
};

const errors: Pick<OptionErrors, "wrong"> = {
  wrong: (name, value, { wanted }) => {
    const found = name === "method" ? JSON.stringify(value) : String(value);
    return new UsageError(`Cannot make a resampler: its option "${name}" is ${found}`, {
      code: "resampler-options",
      found,
      wanted,
    });
  },
};

/**
 * Refuses options that no resampler can have.
 *
 * @throws {UsageError} `"resampler-options"`.
 */
export function checkResampler(options: ResamplerOptions): void {
  for (const name of ["from", "to", "channels"] as const) {
    checkOption(name, options[name], { rule: rules[name], errors });
  }
  const chosen = checkOption("method", options.method, { rule: method, errors });
  if (typeof chosen !== "object") return;
  for (const name of ["lowpassFilterWidth", "rolloff"] as const) {
    if (chosen[name] !== undefined) checkOption(name, chosen[name], { rule: rules[name], errors });
  }
}
