import { KeyIndex } from "../../fields/text/key_index.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { RecordFilter } from "./conditions.ts";
import type { FilterColumns } from "./filter_columns.ts";
import { filterField } from "./filter_field.ts";
import { isLookedUp } from "./key_tests.ts";
import { textsOf } from "./text_tests.ts";

/** A condition of a filter on a field. */
interface Condition {
  readonly fieldIndex: number;
  readonly condition: unknown;
}

/** The whole table of a field. */
export function tableOf(file: ReadableFile, fieldIndex: number): ByteRange {
  const { tableOffset, itemSize } = file.entry(fieldIndex);
  return { position: tableOffset, length: file.recordCount * itemSize };
}

/**
 * Fetches what filters read, but for texts: the tables of their fields, categories, and the keys that
 * are looked up. Wrong filters are refused when they are compiled.
 */
export async function fetchColumns(
  columns: FilterColumns,
  filters: readonly RecordFilter[],
): Promise<void> {
  const { file } = columns;
  const conditions = filters.flatMap((filter) => conditionsOf(file, filter));
  const tables = new Set<number>();
  const others: Promise<void>[] = [];
  for (const { fieldIndex, condition } of conditions) {
    const { isCategory, isKey } = filterField(file.ir.fields[fieldIndex]!);
    const texts = isKey ? textsOf(condition) : undefined;
    if (texts !== undefined && isLookedUp(file, texts)) {
      others.push(findKeys(columns, fieldIndex, texts));
      continue;
    }
    tables.add(fieldIndex);
    if (isCategory) others.push(columns.categories(fieldIndex).categories.prefetch());
  }
  await Promise.all([file.keep([...tables].map((index) => tableOf(file, index))), ...others]);
}

/** All conditions of a filter, however deep. */
function conditionsOf(file: ReadableFile, filter: unknown): Condition[] {
  if (typeof filter !== "object" || filter === null || ArrayBuffer.isView(filter)) return [];
  return Object.entries(filter).flatMap(([name, part]): Condition[] => {
    if (name === "and" || name === "or") {
      return Array.isArray(part) ? part.flatMap((inner) => conditionsOf(file, inner)) : [];
    }
    if (name === "not") return conditionsOf(file, part);
    const fieldIndex = file.ir.fields.findIndex((field) => field.name === name);
    return fieldIndex < 0 ? [] : [{ fieldIndex, condition: part }];
  });
}

/** Looks keys up, all at once. */
async function findKeys(
  columns: FilterColumns,
  fieldIndex: number,
  texts: readonly string[],
): Promise<void> {
  const { file, foundKeys } = columns;
  const column = columns.texts(fieldIndex);
  const index = new KeyIndex(file, {
    name: column.lengths.field,
    bytes: (record) => column.fetched(record),
    prefetch: (indices) => column.fetch(indices[0]!),
  });
  await Promise.all(texts.map(async (text) => {
    foundKeys.set(text, await index.findAsync(text));
  }));
}
