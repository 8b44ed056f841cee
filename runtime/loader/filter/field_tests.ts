import { categoryPrefixTest, equalCategoryTest, missingCategoryTest } from "./category_tests.ts";
import { periodOf } from "./field_period.ts";
import type { FilterColumns } from "./filter_columns.ts";
import { invalidFilter } from "./filter_errors.ts";
import { type FilterField, filterField, wantedConditions } from "./filter_field.ts";
import { equalKeyTest, keyPrefixTest } from "./key_tests.ts";
import { lengthRange, lengthTest, secondsRange } from "./length_tests.ts";
import type { FilterTest, PageTest } from "./page_tests.ts";
import { scalarTest } from "./scalar_tests.ts";
import { equalTextTest, prefixTest, textsOf } from "./text_tests.ts";

/**
 * Turns the condition on a field into tests, which must all pass.
 *
 * @throws {UsageError} `"invalid-filter"` when the field can't have such a condition.
 */
export function fieldTests(
  columns: FilterColumns,
  fieldIndex: number,
  condition: unknown,
): FilterTest[] {
  const { file } = columns;
  const field = filterField(file.ir.fields[fieldIndex]!);
  const tests = testsOf(columns, { field, fieldIndex, condition });
  if (tests !== undefined) return tests;
  const { name, kind } = field;
  throw invalidFilter(file, {
    field: name,
    kind,
    found: condition,
    wanted: wantedConditions(field),
    hint: hintFor(field, condition),
  });
}

interface Asked {
  readonly field: FilterField;
  readonly fieldIndex: number;
  readonly condition: unknown;
}

function testsOf(columns: FilterColumns, asked: Asked): FilterTest[] | undefined {
  const { field, fieldIndex, condition } = asked;
  if (field.values === "text") return textTests(columns, asked);
  if (field.values === "none") return partTests(columns, asked);
  const test = scalarTest(field, condition, columns.scalars(fieldIndex));
  return test && [fromMetadata(test)];
}

function textTests(columns: FilterColumns, asked: Asked): FilterTest[] | undefined {
  const texts = textsOf(asked.condition);
  if (texts === undefined) return partTests(columns, asked);
  if (asked.field.isCategory) {
    return [fromMetadata(equalCategoryTest(columns.categories(asked.fieldIndex), texts))];
  }
  const column = columns.texts(asked.fieldIndex);
  if (asked.field.isKey) return [equalKeyTest(columns, column, texts)];
  return [{
    test: equalTextTest(column, texts),
    readsTexts: texts.some((text) => text !== ""),
  }];
}

/** The tests of a condition's members, `{ seconds: …, length: … }` or those of a text. */
function partTests(columns: FilterColumns, asked: Asked): FilterTest[] | undefined {
  const { condition } = asked;
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) {
    return undefined;
  }
  const parts = Object.entries(condition).filter(([, part]) => part !== undefined);
  const tests = parts.map(([name, part]) => partTest(columns, { ...asked, condition: part }, name));
  const known = tests.filter((test) => test !== undefined);
  return parts.length > 0 && known.length === parts.length ? known : undefined;
}

function partTest(columns: FilterColumns, asked: Asked, part: string): FilterTest | undefined {
  const { field, fieldIndex, condition } = asked;
  const isText = field.values === "text";
  if (isText && part === "prefix") {
    const prefixes = textsOf(condition);
    if (prefixes === undefined) return undefined;
    if (field.isCategory) {
      return fromMetadata(categoryPrefixTest(columns.categories(fieldIndex), prefixes));
    }
    const column = columns.texts(fieldIndex);
    return field.isKey
      ? keyPrefixTest(column, prefixes)
      : { test: prefixTest(column, prefixes), readsTexts: true };
  }
  if (isText && part === "missing" && typeof condition === "boolean") {
    if (field.isCategory) {
      return fromMetadata(missingCategoryTest(columns.categories(fieldIndex), condition));
    }
    const range = condition ? { min: 0, max: 0 } : { min: 1, max: Infinity };
    return fromMetadata(lengthTest(columns.lengths(fieldIndex), range));
  }
  if (part === "length" && field.hasLength) {
    const range = lengthRange(condition);
    return range && fromMetadata(lengthTest(columns.lengths(fieldIndex), range));
  }
  const period = part === "seconds" ? periodOf(columns.file.ir, fieldIndex) : undefined;
  const range = period && secondsRange(condition, period);
  return range && fromMetadata(lengthTest(columns.lengths(fieldIndex), range));
}

function fromMetadata(test: PageTest): FilterTest {
  return { test, readsTexts: false };
}

/** A hint at what was most likely meant. */
function hintFor({ values, hasLength, hasSeconds }: FilterField, condition: unknown) {
  const first: unknown = Array.isArray(condition) ? condition[0] : condition;
  if (values === "text" && typeof first === "number") return `write it as text, "${first}"`;
  const isTimed = typeof condition === "object" && condition !== null && "seconds" in condition;
  if (isTimed && values === "none" && hasLength && !hasSeconds) {
    return "the schema doesn't fix its rate";
  }
  return undefined;
}
