import type { UsageError } from "../../../errors/mod.ts";
import { fieldKind } from "../../../schema/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { pageRecords } from "../../container/table.ts";
import type { FieldConditions, LengthCondition, Range, ScalarCondition } from "./conditions.ts";
import { fieldIndexOf, invalidFilter } from "./filter_errors.ts";
import { periodOf } from "./field_period.ts";
import { LengthColumn } from "./length_column.ts";
import { Rational } from "./rational.ts";
import { scalarTest } from "./scalar_condition.ts";
import type { PageTest } from "./select_records.ts";

/**
 * Turns conditions into tests of a page of records.
 *
 * @throws {UsageError} `"no-such-field"`, or `"invalid-filter"` when a condition doesn't fit its field.
 */
export function compileConditions(file: ReadableFile, conditions: FieldConditions): PageTest[] {
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const fieldIndex = fieldIndexOf(file, name);
    const kind = file.ir.fields[fieldIndex]?.kind ?? "";
    return fieldKind(kind)?.role === "scalar"
      ? scalarTest(file, fieldIndex, condition as ScalarCondition)
      : lengthTests(file, fieldIndex, condition as LengthCondition);
  });
}

const lengthWanted = "{ seconds: { min, max } } or { length: { min, max } }";

function lengthTests(
  file: ReadableFile,
  fieldIndex: number,
  condition: LengthCondition,
): PageTest[] {
  const column = new LengthColumn(file, fieldIndex);
  const wrong = () =>
    invalidFilter(file, { field: column.field, found: condition, wanted: lengthWanted });
  const parts = Object.entries(Object(condition) as LengthCondition);
  if (parts.length === 0) throw wrong();
  return parts.map(([unit, range]: [string, Range]) => {
    const isRange = typeof range === "object" && range !== null &&
      Object.entries(range).every(([bound, value]) =>
        (bound === "min" || bound === "max") && typeof value === "number" && value >= 0
      );
    if (!isRange || Infinity === range.min || (unit !== "seconds" && unit !== "length")) {
      throw wrong();
    }
    const { min = 0, max = Infinity } = range;
    if (min > max) throw wrong();
    if (unit === "length") return lengthTest(column, { min, max });
    const period = periodOf(file.ir, fieldIndex);
    if (period === undefined) throw withoutPeriod(file, column.field);
    return lengthTest(column, {
      min: min <= 0 ? 0 : Number(Rational.ofDecimal(min).over(period).ceil()),
      max: max === Infinity ? max : Number(Rational.ofDecimal(max).over(period).floor()),
    });
  });
}

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
      if (length < min || length > max) flags[row] = 0;
    }
  };
}

function withoutPeriod(file: ReadableFile, field: string): UsageError {
  const wanted = "{ length: { min, max } }, because the schema doesn't fix the field's rate";
  return invalidFilter(file, { field, found: "seconds", wanted });
}
