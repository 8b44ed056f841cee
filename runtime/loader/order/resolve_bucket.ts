import { checkOption, checkOptions } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import {
  integerFrom,
  numberBetween,
  type OptionRule,
  positiveNumber,
} from "../../../errors/option_rule.ts";
import { periodOf } from "../filter/field_period.ts";
import { fieldIndexOf } from "../filter/filter_errors.ts";
import { Rational } from "../filter/rational.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { LoaderState } from "./loader_state.ts";
import { doing, orderErrors } from "./order_errors.ts";
import { type BucketOptions, bucketOptions } from "./order_options.ts";

/**
 * Checks the options of buckets, fills in defaults, and converts `maxSeconds` to the field's unit.
 *
 * @throws {UsageError} `"invalid-option"`; `"contradiction"` when both limits are given;
 *   `"no-such-field"` or `"no-period"` when a limit in seconds can't be converted.
 */
export function resolveBucket(
  options: BucketOptions | undefined,
  { batchSize, file }: { readonly batchSize: number | null; readonly file: ReadableFile },
): LoaderState["bucket"] {
  if (options === undefined) return null;
  checkOptions(options, { doing, known: bucketOptions });
  const { of, maxPadding = 0.1, maxTotal = null, maxSeconds } = options;
  checkOption("bucket.maxPadding", maxPadding, { rule: share, errors: orderErrors });
  if (maxTotal !== null) {
    checkOption("bucket.maxTotal", maxTotal, { rule: integerFrom(1), errors: orderErrors });
  }
  if (maxSeconds === undefined) return { of, maxPadding, maxTotal, batchSize };
  if (maxTotal !== null) {
    throw new UsageError(
      `Cannot ${doing}: bucket.maxTotal and bucket.maxSeconds are both given`,
      { code: "contradiction", file: file.name, field: of, hint: "leave out one of them" },
    );
  }
  return { of, maxPadding, maxTotal: unitsOf(maxSeconds, { of, file }), batchSize };
}

const share = numberBetween(0.01, 0.95, "a share from 0.01 to 0.95");

/** The whole samples or frames that fit in so many seconds. */
function unitsOf(
  maxSeconds: number,
  { of, file }: { readonly of: string; readonly file: ReadableFile },
): number {
  checkOption("bucket.maxSeconds", maxSeconds, { rule: secondsRule(0), errors: orderErrors });
  const period = periodOf(file.ir, fieldIndexOf(file, of));
  if (period === undefined) throw withoutPeriod(of, file);
  const units = Number(Rational.ofDecimal(maxSeconds).over(period).floor());
  const rule = secondsRule(period.toNumber());
  if (units === 0) checkOption("bucket.maxSeconds", maxSeconds, { rule, errors: orderErrors });
  return Math.min(Math.max(1, units), Number.MAX_SAFE_INTEGER);
}

/** Finite numbers above 0, and at least one sample or frame. */
function secondsRule(least: number): OptionRule<number> {
  return least === 0
    ? positiveNumber("a number of seconds above 0")
    : positiveNumber(`at least ${least} s, one sample or frame`, least);
}

function withoutPeriod(of: string, file: ReadableFile): UsageError {
  return new UsageError(
    `Cannot ${doing}: bucket.maxSeconds is in seconds, but the schema of "${file.name}" doesn't ` +
      `say how many samples or frames of "${of}" make a second`,
    {
      code: "no-period",
      file: file.name,
      field: of,
      wanted: "audio, features or tokens of a fixed rate",
      hint: "give bucket.maxTotal, in the field's own unit",
    },
  );
}
