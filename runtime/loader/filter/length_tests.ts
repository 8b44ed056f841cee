import { pageRecords } from "../../container/table.ts";
import type { Range } from "./conditions.ts";
import type { LengthColumn } from "./length_column.ts";
import type { PageTest } from "./page_tests.ts";
import { closedRange, readRange } from "./ranges.ts";
import { Rational } from "./rational.ts";

/** Tests that the length of each record is within the bounds, both inclusive. */
export function lengthTest(
  column: LengthColumn,
  { min, max }: { readonly min: number; readonly max: number },
): PageTest {
  const lengths = new Float64Array(pageRecords);
  return (first, count, flags) => {
    column.readPage(first, lengths);
    for (let row = 0; row < count; row++) {
      const length = lengths[row]!;
      flags[row]! &= Number(length >= min) & Number(length <= max);
    }
  };
}

/** A range of lengths in the field's own unit, both bounds inclusive; `undefined` if it isn't one. */
export function lengthRange(condition: unknown): { min: number; max: number } | undefined {
  const range = readRange(condition, readLength);
  return range && bounded(range) && closedRange(range);
}

/**
 * A range of seconds as lengths, both bounds inclusive: each is converted exactly, as the decimal
 * number that is written; `undefined` if it isn't a range.
 *
 * @param period seconds from one sample or frame to the next.
 */
export function secondsRange(
  condition: unknown,
  period: Rational,
): { min: number; max: number } | undefined {
  const range = readRange(condition, readLength);
  if (range === undefined || bounded(range) === undefined) return undefined;
  const { min = 0, max = Infinity, above, below = Infinity } = range;
  const units = (seconds: number) => Rational.ofDecimal(seconds).over(period);
  return {
    min: Math.max(
      Number(units(min).ceil()),
      above === undefined ? 0 : Number(units(above).floor() + 1n),
    ),
    max: Math.min(
      max === Infinity ? max : Number(units(max).floor()),
      below === Infinity ? below : Number(units(below).ceil() - 1n),
    ),
  };
}

function readLength(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}

/** Nothing is infinitely long. */
function bounded(range: Range): Range | undefined {
  return range.min === Infinity || range.above === Infinity ? undefined : range;
}
