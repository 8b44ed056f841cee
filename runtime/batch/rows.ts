import { counted } from "../../errors/counted.ts";
import { checkOption } from "../../errors/check_options.ts";
import { UsageError } from "../../errors/mod.ts";
import { integerFrom } from "../../errors/option_rule.ts";

/** What rows need of a typed array's constructor. */
export type RowsConstructor<Rows> = new (length: number) => Rows;

/**
 * A zeroed array with one element per row of a batch.
 *
 * @throws {UsageError} when `capacity` isn't a valid batch size, or there isn't enough memory.
 */
export function allocateRows<Rows>(Rows: RowsConstructor<Rows>, capacity: number): Rows {
  const rows = wholeNumber(capacity, "a batch size");
  try {
    return new Rows(rows);
  } catch (cause) {
    throw new UsageError(
      `Cannot allocate a batch of ${counted(rows, "record")}: there isn't enough memory`,
      {
        code: "batch-too-large",
        found: rows,
        hint: "pass a smaller batch size",
        cause,
      },
    );
  }
}

/** @throws {UsageError} unless `value` is a safe integer of at least `least`. */
export function wholeNumber(value: number, what: string, least = 0): number {
  return checkOption(what, value, {
    rule: integerFrom(least),
    errors: {
      wrong: (_name, _value, { wanted }) =>
        new UsageError(
          `Cannot allocate a batch: expected ${what} of at least ${least}, got ${value}`,
          { code: "invalid-batch", found: value, wanted },
        ),
    },
  });
}
