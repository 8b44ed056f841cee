import type { Table } from "../../container/table.ts";
import type { ScalarArray } from "../../fields/scalar/scalar_batch.ts";
import type { Range } from "./conditions.ts";
import { type FilterField, integer64Of } from "./filter_field.ts";
import { integer64RangeTest, integer64ValueTest } from "./integer64_tests.ts";
import type { PageTest } from "./page_tests.ts";
import { closedRange, readRange } from "./ranges.ts";

/**
 * A condition on a scalar or `bool` field as a test of a page; `undefined` if the field can't have such
 * a condition.
 *
 * @param table the field's values.
 */
export function scalarTest(
  field: FilterField,
  condition: unknown,
  table: Table<ScalarArray>,
): PageTest | undefined {
  const read = (value: unknown) => storedValue(field, value);
  const list = Array.isArray(condition) ? condition.map(read) : [read(condition)];
  const wanted = list.filter((value) => value !== undefined);
  if (list.length > 0 && wanted.length === list.length) {
    if (field.values === "integer64") {
      return integer64ValueTest(table, new Set(wanted as bigint[]));
    }
    const isInteger = !field.kind.startsWith("float");
    return valueTest(table, new Set(wanted as number[]), { isInteger });
  }
  if (field.values === "bool") return undefined;
  const range = readRange(condition, read);
  if (range === undefined) return undefined;
  return field.values === "integer64"
    ? integer64RangeTest(table, range as Range<bigint>, { isSigned: field.kind === "int64" })
    : rangeTest(table, closedRange(range as Range));
}

/**
 * A value as the table holds it: 0.1 is a different number in float32, and booleans are 0 and 1;
 * `undefined` for values that a field of this kind can't be compared with.
 */
function storedValue({ values, kind }: FilterField, value: unknown): number | bigint | undefined {
  if (values === "bool") return typeof value === "boolean" ? Number(value) : undefined;
  if (values === "number") {
    if (typeof value !== "number" || Number.isNaN(value)) return undefined;
    return kind === "float32" ? Math.fround(value) : value;
  }
  const isText = typeof value === "string" || typeof value === "bigint" ||
    Number.isSafeInteger(value);
  return isText ? integer64Of(String(value)) : undefined;
}

function valueTest(
  table: Table<ScalarArray>,
  wanted: ReadonlySet<number>,
  { isInteger }: { readonly isInteger: boolean },
): PageTest {
  const [only] = wanted;
  if (wanted.size === 1) {
    return (first, count, flags) => {
      const values = table.page(first);
      for (let row = 0; row < count; row++) flags[row]! &= Number(values[row] === only);
    };
  }
  const marks = isInteger ? marksOf(wanted) : undefined;
  if (marks !== undefined) return marksTest(table, marks);
  return (first, count, flags) => {
    const values = table.page(first);
    for (let row = 0; row < count; row++) {
      flags[row]! &= Number(wanted.has(values[row] as number));
    }
  };
}

/** Above this, a mark for each smaller value would take more memory than the list. */
const mostMarks = 2 ** 20;

/** A mark for each wanted value; `undefined` if there are larger values, or fractions. */
function marksOf(wanted: ReadonlySet<number>): Uint8Array | undefined {
  let largest = 0;
  for (const value of wanted) {
    if (!Number.isInteger(value) || value < 0 || value >= mostMarks) return undefined;
    largest = Math.max(largest, value);
  }
  const marks = new Uint8Array(largest + 1);
  for (const value of wanted) marks[value] = 1;
  return marks;
}

/** A test that passes integers of up to 32 bits that have a mark. */
function marksTest(table: Table<ScalarArray>, marks: Uint8Array): PageTest {
  return (first, count, flags) => {
    const values = table.page(first);
    for (let row = 0; row < count; row++) {
      // Negative values become larger than any mark.
      const place = (values[row] as number) >>> 0;
      flags[row]! &= place < marks.length ? marks[place]! : 0;
    }
  };
}

function rangeTest(
  table: Table<ScalarArray>,
  { min, max }: { readonly min: number; readonly max: number },
): PageTest {
  return (first, count, flags) => {
    const values = table.page(first);
    for (let row = 0; row < count; row++) {
      const value = values[row] as number;
      flags[row]! &= Number(value >= min) & Number(value <= max);
    }
  };
}
