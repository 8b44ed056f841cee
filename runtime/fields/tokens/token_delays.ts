import { checkOption } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import { integerBetween, type OptionRule } from "../../../errors/option_rule.ts";
import type { TokenOrder } from "./token_steps.ts";

/** A codebook may be delayed by at most this many steps. No model needs nearly as many. */
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
  const rule = oneEach(codebooks);
  const list = checkOption("delays", delays, {
    rule,
    errors: {
      wrong: (name, value, { wanted }) => {
        const found = Array.isArray(value) ? `${value.length}` : typeof value;
        return new UsageError(`${doing}: ${name} must be ${wanted}, got ${found}`, {
          code: "invalid-option",
          field,
          found,
          wanted,
        });
      },
    },
  });
  return Array.from(
    list,
    (delay, codebook) =>
      checkOption(`the delay of codebook ${codebook}`, delay, {
        rule: steps,
        errors: {
          wrong: (name, value) =>
            new UsageError(`${doing}: ${name} can't be ${String(value)}`, {
              code: "invalid-option",
              field,
              found: String(value),
              wanted: rule.wanted,
              hint: `delays are ${steps.wanted}`,
            }),
        },
      }),
  );
}

const steps = integerBetween(0, longestDelay, `integers from 0 to ${longestDelay}`);

function oneEach(codebooks: number): OptionRule<readonly unknown[]> {
  return {
    wanted: `${codebooks} ${steps.wanted}, one per codebook`,
    allows: (value): value is unknown[] => Array.isArray(value) && value.length === codebooks,
  };
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
