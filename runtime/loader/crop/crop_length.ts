import { UsageError } from "../../../errors/mod.ts";
import { checkOption, checkOptions } from "../../../errors/check_options.ts";
import { integerFrom, type OptionRule, positiveNumber } from "../../../errors/option_rule.ts";
import { Rational } from "../filter/rational.ts";
import { type WindowOptions, windowOptions } from "./crop_plan.ts";

/** What a length is measured in. */
export interface CropGrid {
  readonly file: string;
  /** The step of the grid: all crops are multiples of it, in seconds. */
  readonly grid: Rational;
  /** A unit of `window.of`, in seconds. */
  readonly period: Rational;
  /** The fields that are cropped together, for messages. */
  readonly names: readonly string[];
}

/**
 * The length of a crop in seconds, as the options give it.
 *
 * @throws {UsageError} `"invalid-option"`, or `"off-grid"`.
 */
export function cropLength(window: WindowOptions, on: CropGrid): Rational {
  checkOptions(window, {
    doing: `crop "${on.file}"`,
    known: windowOptions,
  });
  const { seconds, samples } = window;
  checkOption("window", window, {
    rule: oneLength,
    errors: {
      wrong: (_name, _value, { wanted }) =>
        new UsageError(
          `Cannot crop "${on.file}": seconds is ${seconds} and samples is ${samples}, wanted exactly ` +
            "one of them, greater than 0",
          { code: "invalid-option", file: on.file, found: `${seconds}, ${samples}`, wanted },
        ),
    },
  });
  const length = seconds === undefined
    ? on.period.times(new Rational(BigInt(samples!), 1n))
    : Rational.ofDecimal(seconds);
  if (!length.over(on.grid).isInteger()) throw offGrid(window, length, on);
  return length;
}

const oneLength: OptionRule<WindowOptions> = {
  wanted: "window.seconds, or an integer as window.samples",
  allows: (value): value is WindowOptions => {
    const { seconds, samples } = value as WindowOptions;
    if (seconds === undefined) return integerFrom(1).allows(samples);
    return samples === undefined && positiveNumber().allows(seconds);
  },
};

function offGrid(window: WindowOptions, length: Rational, on: CropGrid): UsageError {
  const { grid, period, names } = on;
  const steps = length.over(grid).floor();
  const unit = grid.over(period).floor();
  const nearest = [steps, steps + 1n].filter((count) => count > 0n).map((count) => {
    const time = grid.times(new Rational(count, 1n)).toNumber();
    return `${count * unit} (${Number(time.toPrecision(9))} s)`;
  });
  const asked = window.seconds === undefined ? `${window.samples} of` : `${window.seconds} s of`;
  return new UsageError(
    `Cannot crop ${asked} "${window.of}" of "${on.file}": crops of ${
      quoted(names)
    } begin and end ` +
      `at multiples of ${unit}`,
    {
      code: "off-grid",
      file: on.file,
      field: window.of,
      found: window.seconds ?? window.samples,
      wanted: nearest.join(" or "),
      hint: `the nearest lengths are ${nearest.join(" and ")}; pass one of them as window.samples`,
    },
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
