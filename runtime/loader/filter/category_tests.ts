import type { IntegrityError } from "../../../errors/mod.ts";
import type { Table } from "../../container/table.ts";
import type { Categories } from "../../fields/category/categories.ts";
import type { PageTest } from "./page_tests.ts";

/** The categories of a field, and the number of each record's. */
export interface CategoryColumn {
  readonly categories: Categories;
  readonly numbers: Table<Uint32Array>;
}

/** A test that passes records of these categories; those that the file doesn't have pass nothing. */
export function equalCategoryTest(column: CategoryColumn, texts: readonly string[]): PageTest {
  const { categories } = column;
  const numbers = texts.map((text) => categories.numberOf(text))
    .filter((number) => number !== undefined);
  if (numbers.length === 1) return singleTest(column, numbers[0]!);
  const marks = new Uint8Array(categories.count);
  for (const number of numbers) marks[number] = 1;
  return markedTest(column, marks);
}

/** A test that passes records whose category begins with one of these. */
export function categoryPrefixTest(
  column: CategoryColumn,
  prefixes: readonly string[],
): PageTest {
  const { strings } = column.categories;
  const marks = Uint8Array.from(
    strings,
    (text) => Number(prefixes.some((prefix) => text.startsWith(prefix))),
  );
  return markedTest(column, marks);
}

/** A test that passes records of the empty category alone, or of every other one. */
export function missingCategoryTest(column: CategoryColumn, isMissing: boolean): PageTest {
  const marks = new Uint8Array(column.categories.count).fill(isMissing ? 0 : 1);
  const empty = column.categories.numberOf("");
  if (empty !== undefined) marks[empty] = Number(isMissing);
  return markedTest(column, marks);
}

// There are at most 2^31 categories, so that the loops below get by with 32-bit integers: a number that
// is negative among these, or makes a negative difference from the last, is beyond it.

/** A test that passes records of one category. */
function singleTest({ categories, numbers }: CategoryColumn, wanted: number): PageTest {
  const last = categories.count - 1;
  return (first, count, flags) => {
    const page = numbers.page(first);
    let beyond = 0;
    for (let row = 0; row < count; row++) {
      const number = page[row]! | 0;
      beyond |= (last - number) | number;
      flags[row]! &= Number(number === wanted);
    }
    if (beyond < 0) throw beyondError(categories, { page, first });
  };
}

/** A test that passes records of the categories that have a mark. */
function markedTest({ categories, numbers }: CategoryColumn, marks: Uint8Array): PageTest {
  const last = categories.count - 1;
  return (first, count, flags) => {
    const page = numbers.page(first);
    let beyond = 0;
    for (let row = 0; row < count; row++) {
      const number = page[row]! | 0;
      beyond |= (last - number) | number;
      flags[row]! &= marks[number]!;
    }
    if (beyond < 0) throw beyondError(categories, { page, first });
  };
}

/** The error for the first record of a page whose category doesn't exist. */
function beyondError(
  categories: Categories,
  { page, first }: { readonly page: Uint32Array; readonly first: number },
): IntegrityError {
  const row = page.findIndex((number) => number >= categories.count);
  return categories.beyondError(first + row, page[row]!);
}
