import { checkOption } from "../../errors/check_options.ts";
import { UsageError } from "../../errors/mod.ts";
import { integerFrom } from "../../errors/option_rule.ts";

/** A typed array's constructor, as far as rows need it. */
export type RowsConstructor<Rows> = new (length: number) => Rows;

/**
 * An array of one element per row of a batch, zeroed.
 *
 * @throws {UsageError} when `capacity` isn't a batch size, or there is no memory for it.
 */
export function allocateRows<Rows>(Rows: RowsConstructor<Rows>, capacity: number): Rows {
  const rows = wholeNumber(capacity, "a batch size");
  try {
    return new Rows(rows);
  } catch (cause) {
    throw new UsageError(`Cannot allocate a batch of ${rows} records: there is no memory for it`, {
      code: "batch-too-large",
      found: rows,
      hint: "pass a smaller batch size",
      cause,
    });
  }
}

/** @throws {UsageError} unless `value` is a safe integer of `least` or more. */
export function wholeNumber(value: number, what: string, least = 0): number {
  return checkOption(what, value, {
    rule: integerFrom(least),
    errors: {
      wrong: (_name, _value, { wanted }) =>
        new UsageError(
          `Cannot allocate a batch: expected ${what} of ${least} or more, got ${value}`,
          { code: "invalid-batch", found: value, wanted },
        ),
    },
  });
}
