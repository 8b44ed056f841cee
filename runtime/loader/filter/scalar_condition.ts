import type { ReadableFile } from "../readable_dataset.ts";
import { Table } from "../../container/table.ts";
import { type ScalarArray, scalarArrays } from "../../fields/scalar/scalar_batch.ts";
import { invalidFilter } from "./filter_errors.ts";
import type { Range, ScalarCondition } from "./conditions.ts";
import type { PageTest } from "./select_records.ts";

type ScalarKindName = keyof typeof scalarArrays;

const scalarWanted = "a value of the field's type, a list of them, or { min, max }";

/**
 * A condition on a scalar or `bool` field as a test of a page.
 *
 * @throws {UsageError} `"invalid-filter"` when the field can't have such values.
 */
export function scalarTest(
  file: ReadableFile,
  fieldIndex: number,
  condition: ScalarCondition,
): PageTest {
  const { name, kind } = file.ir.fields[fieldIndex]!;
  const Values = scalarArrays[kind as ScalarKindName];
  const table = new Table<ScalarArray>(
    file,
    fieldIndex,
    (bytes) =>
      new Values(bytes.buffer, bytes.byteOffset, bytes.byteLength / Values.BYTES_PER_ELEMENT),
  );
  const isWanted = ofKind(kind);
  const wrong = () =>
    invalidFilter(file, { field: name, found: condition, wanted: `${scalarWanted} (${kind})` });
  if (Array.isArray(condition)) {
    if (condition.length === 0 || !condition.every(isWanted)) throw wrong();
    return setTest(table, new Set(condition.map((value) => asStored(value, kind))));
  }
  if (isWanted(condition)) return setTest(table, new Set([asStored(condition, kind)]));
  if (!isRange(condition) || kind === "bool") throw wrong();
  const { min, max } = condition;
  const bounds = [min, max].filter((bound) => bound !== undefined);
  if (!bounds.every(isWanted) || (min !== undefined && max !== undefined && min > max)) {
    throw wrong();
  }
  return rangeTest(table, { min, max });
}

/** Recognises values that a field of this kind can have; only floats can be infinite. */
function ofKind(kind: string): (value: unknown) => value is number | bigint | boolean {
  return (value): value is number | bigint | boolean => {
    if (kind === "bool") return typeof value === "boolean";
    if (kind.endsWith("64") && kind !== "float64") return typeof value === "bigint";
    return typeof value === "number" && !Number.isNaN(value);
  };
}

/** The value as the table holds it: 0.1 is a different number in float32. */
function asStored(value: number | bigint | boolean, kind: string): number | bigint {
  if (typeof value === "boolean") return Number(value);
  return kind === "float32" && typeof value === "number" ? Math.fround(value) : value;
}

function isRange(condition: unknown): condition is Range<number | bigint> {
  return typeof condition === "object" && condition !== null &&
    Object.keys(condition).every((bound) => bound === "min" || bound === "max");
}

function setTest(table: Table<ScalarArray>, wanted: ReadonlySet<number | bigint>): PageTest {
  const [only] = wanted;
  return wanted.size === 1
    ? (first, count, flags) => {
      const values = table.page(first);
      for (let row = 0; row < count; row++) flags[row]! &= Number(values[row] === only);
    }
    : (first, count, flags) => {
      const values = table.page(first);
      for (let row = 0; row < count; row++) flags[row]! &= Number(wanted.has(values[row]!));
    };
}

function rangeTest(
  table: Table<ScalarArray>,
  { min = -Infinity, max = Infinity }: {
    readonly min: number | bigint | undefined;
    readonly max: number | bigint | undefined;
  },
): PageTest {
  return (first, count, flags) => {
    const values = table.page(first);
    for (let row = 0; row < count; row++) {
      const value = values[row]!;
      flags[row]! &= Number(value >= min) & Number(value <= max);
    }
  };
}
