import { normalKey } from "../../container/keys.ts";
import { KeyIndex } from "../../fields/text/key_index.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { FilterColumns } from "./filter_columns.ts";
import { listedTest } from "./listed_records.ts";
import type { FilterTest } from "./page_tests.ts";
import type { TextColumn } from "./text_column.ts";
import { equalTextTest, prefixTest } from "./text_tests.ts";

/** Looking up a key takes about as long as reading and comparing this many texts in file order. */
const textsPerLookup = 64;

/**
 * A test that passes records with these keys. A few are looked up in the file's index, which reads
 * one text for each key that is found; many are compared with the text of every record.
 */
export function equalKeyTest(
  { file, foundKeys }: Pick<FilterColumns, "file" | "foundKeys">,
  column: TextColumn,
  texts: readonly string[],
): FilterTest {
  if (!isLookedUp(file, texts)) {
    return { test: equalTextTest(column, texts.map(normalKey)), readsTexts: true };
  }
  const index = new KeyIndex(file, {
    name: column.lengths.field,
    // Where texts must be waited for, all of these were looked up before.
    bytes: (record) => column.bytes(record, column.length(record))!,
    prefetch: () => Promise.resolve(undefined),
  });
  const found = texts.map((text) => foundKeys.has(text) ? foundKeys.get(text) : index.find(text))
    .filter((record) => record !== undefined);
  return { test: listedTest(file, Uint32Array.from(found)), readsTexts: false };
}

/** Whether so few keys are looked up in the index. */
export function isLookedUp(file: ReadableFile, texts: readonly string[]): boolean {
  return texts.length * textsPerLookup <= file.recordCount;
}

/** A test that passes records whose key begins with one of these. */
export function keyPrefixTest(column: TextColumn, prefixes: readonly string[]): FilterTest {
  return { test: prefixTest(column, prefixes.map(normalKey)), readsTexts: true };
}
