import { UsageError } from "../../../errors/mod.ts";
import type { TokenOrder } from "./token_steps.ts";

/** The most steps that a codebook may be delayed: more than a batch has any use for. */
const longestDelay = 65_535;

/** What decides how many steps each codebook is delayed. */
export interface TokenDelayOptions {
  /** The order of the batch. */
  readonly order: TokenOrder;
  /** Steps for each codebook that is kept; default, in the order `"delay"`: 0, 1, 2, … */
  readonly delays: readonly number[] | undefined;
  /** Codebooks that are kept. */
  readonly codebooks: number;
  /** The field's name, for messages. */
  readonly field: string;
}

/**
 * How many steps each codebook is delayed.
 *
 * @throws {UsageError} `"contradiction"` for delays in an order other than `"delay"`;
 *   `"invalid-option"` unless there is an integer from 0 to 65,535 for each codebook.
 */
export function tokenDelays(
  { order, delays, codebooks, field }: TokenDelayOptions,
): readonly number[] {
  if (delays === undefined) {
    return Array.from({ length: codebooks }, (_, k) => order === "delay" ? k : 0);
  }
  const doing = `Cannot allocate a batch of "${field}"`;
  if (order !== "delay") {
    throw new UsageError(`${doing} with delays: the order "${order}" has none`, {
      code: "contradiction",
      field,
      found: order,
      wanted: "delay",
      hint: 'pass order: "delay" with them, or leave delays out',
    });
  }
  const wanted = `${codebooks} integers from 0 to ${longestDelay}, one per codebook`;
  if (!Array.isArray(delays) || delays.length !== codebooks) {
    const found = Array.isArray(delays) ? `${delays.length}` : typeof delays;
    throw new UsageError(`${doing}: delays must be ${wanted}, got ${found}`, {
      code: "invalid-option",
      field,
      found,
      wanted,
    });
  }
  const wrong = delays.findIndex((delay) =>
    !Number.isInteger(delay) || delay < 0 || delay > longestDelay
  );
  if (wrong >= 0) {
    const found = String(delays[wrong]);
    throw new UsageError(`${doing}: the delay of codebook ${wrong} can't be ${found}`, {
      code: "invalid-option",
      field,
      found,
      wanted,
      hint: `delays are integers from 0 to ${longestDelay}`,
    });
  }
  return [...delays];
}

/** The error for gaps that there is no value to fill with. */
export function noPadValue(field: string): UsageError {
  return new UsageError(
    `Cannot allocate a batch of "${field}": delays leave gaps, but 0, the default padValue, is a token`,
    {
      code: "no-pad-value",
      field,
      wanted: "padValue",
      hint: "pass a padValue that isn't a token, such as the field's vocabSize",
    },
  );
}
