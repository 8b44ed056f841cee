import type { Range } from "./conditions.ts";

/** The members of a range. */
const bounds = ["min", "max", "above", "below"] as const;

/**
 * A range whose bounds all have the same type; `undefined` for everything else: an unknown member, no
 * member at all, a value that isn't a bound, or bounds with no value between them.
 *
 * @param read returns the bound that a value stands for, or `undefined` if it can't be one.
 */
export function readRange<Bound extends number | bigint>(
  condition: unknown,
  read: (value: unknown) => Bound | undefined,
): Range<Bound> | undefined {
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) {
    return undefined;
  }
  const range: { [Name in (typeof bounds)[number]]?: Bound } = {};
  for (const [name, value] of Object.entries(condition)) {
    const known = bounds.find((bound) => bound === name);
    if (known === undefined) return undefined;
    if (value === undefined) continue;
    const bound = read(value);
    if (bound === undefined) return undefined;
    range[known] = bound;
  }
  return Object.keys(range).length > 0 && !isEmpty(range) ? range : undefined;
}

function isEmpty<Bound extends number | bigint>({ min, max, above, below }: Range<Bound>): boolean {
  return min !== undefined &&
      (max !== undefined && min > max || below !== undefined && min >= below) ||
    above !== undefined &&
      (max !== undefined && above >= max || below !== undefined && above >= below);
}

/** A range of numbers with both bounds inclusive: an exclusive bound becomes the next double. */
export function closedRange(
  { min = -Infinity, max = Infinity, above, below }: Range,
): { min: number; max: number } {
  return {
    min: above === undefined ? min : Math.max(min, nextAbove(above)),
    max: below === undefined ? max : Math.min(max, -nextAbove(-below)),
  };
}

/** The next larger double; NaN for infinity, since nothing is larger. */
function nextAbove(value: number): number {
  if (value === Infinity) return NaN;
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
