import { UsageError } from "../../../errors/mod.ts";
import { deepestFilter } from "./conditions.ts";
import { fieldTests } from "./field_tests.ts";
import type { FilterColumns } from "./filter_columns.ts";
import { fieldIndexOf, notAFilter } from "./filter_errors.ts";
import { allOf, anyOf, type FilterTest, noneOf, ScratchFlags } from "./page_tests.ts";

/**
 * Turns a filter into a test of a page of records.
 *
 * @throws {UsageError} `"no-such-field"`, or `"invalid-filter"` for a value that isn't a filter, is
 *   nested too deeply, or has a condition that its field can't have.
 */
export function compileFilter(columns: FilterColumns, filter: unknown): FilterTest {
  return compile(filter, { columns, scratch: new ScratchFlags(), depth: 1, place: "the filter" });
}

interface Surroundings {
  readonly columns: FilterColumns;
  readonly scratch: ScratchFlags;
  /** How deeply this filter is nested, counted from 1. */
  readonly depth: number;
  /** Where it is in the whole filter, for messages. */
  readonly place: string;
}

function compile(filter: unknown, around: Surroundings): FilterTest {
  const { columns, depth, place } = around;
  if (depth > deepestFilter) throw tooDeep(columns);
  if (!isPlainObject(filter)) {
    const wanted = "an object: conditions by field name, and, or, not";
    throw notAFilter(columns.file, { place, found: filter, wanted });
  }
  return allOf(
    Object.entries(filter).flatMap(([name, part]): FilterTest[] => {
      if (name === "and") return partsOf(name, part, around);
      if (name === "or") return [anyOf(partsOf(name, part, around), around)];
      if (name === "not") return [noneOf(compile(part, inside(around, "not")), around)];
      return fieldTests(columns, fieldIndexOf(columns.file, name), part);
    }),
  );
}

function partsOf(name: string, parts: unknown, around: Surroundings): FilterTest[] {
  if (Array.isArray(parts) && parts.length > 0) {
    return parts.map((part, at) => compile(part, inside(around, `${name}[${at}]`)));
  }
  const place = `"${name}" in ${around.place}`;
  throw notAFilter(around.columns.file, { place, found: parts, wanted: "a list of filters" });
}

function inside(around: Surroundings, member: string): Surroundings {
  return { ...around, depth: around.depth + 1, place: `${member} in ${around.place}` };
}

function tooDeep({ file }: FilterColumns): UsageError {
  return new UsageError(
    `Cannot filter the records of "${file.name}": filters nest at most ${deepestFilter} deep, and ` +
      "this one nests deeper",
    {
      code: "invalid-filter",
      file: file.name,
      wanted: `at most ${deepestFilter}`,
      hint: 'put values into one list, and filters into one "and" or "or"',
    },
  );
}

/** Whether this is an object as in JSON, from any realm: not an array, a date or a map. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
