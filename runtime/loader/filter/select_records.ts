import { UsageError } from "../../../errors/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { pageRecords } from "../../container/table.ts";
import { compileConditions } from "./compile_conditions.ts";
import type { RecordFilter } from "./conditions.ts";

/** Sets to 0 the flags of those of the `count` records from `first`, a page's start, that don't pass. */
export type PageTest = (first: number, count: number, flags: Uint8Array) => void;

/**
 * The records that pass all filters, in ascending order: 4 bytes each. Reads only metadata tables, a
 * page at a time, and no payloads.
 *
 * @throws {UsageError} `"empty-filter"` when no record passes; `"no-such-field"` or `"invalid-filter"`.
 */
export function selectRecords(
  file: ReadableFile,
  filters: readonly RecordFilter[],
  tests: readonly PageTest[] = [],
): Uint32Array {
  const all = [
    ...tests,
    ...filters.flatMap((filter) =>
      typeof filter === "function" ? [predicateTest(filter)] : compileConditions(file, filter)
    ),
  ];
  const flags = new Uint8Array(pageRecords);
  let kept = new Uint32Array(Math.min(file.recordCount, 1024));
  let length = 0;
  for (let first = 0; first < file.recordCount; first += pageRecords) {
    const count = Math.min(pageRecords, file.recordCount - first);
    flags.fill(1);
    for (const test of all) test(first, count, flags);
    if (kept.length < length + count) kept = grown(kept, length + count);
    // Without a branch, since which records pass can't be predicted.
    for (let row = 0; row < count; row++) {
      kept[length] = first + row;
      length += flags[row]!;
    }
  }
  if (length === 0) {
    throw nothingLeft(file, { isFiltered: filters.length > 0, isCropped: tests.length > 0 });
  }
  return kept.slice(0, length);
}

function grown(kept: Uint32Array, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, kept.length * 2));
  larger.set(kept);
  return larger;
}

function predicateTest(passes: (index: number) => boolean): PageTest {
  return (first, count, flags) => {
    for (let row = 0; row < count; row++) {
      if (flags[row] === 1 && !passes(first + row)) flags[row] = 0;
    }
  };
}

function nothingLeft(
  file: ReadableFile,
  { isFiltered, isCropped }: { isFiltered: boolean; isCropped: boolean },
): UsageError {
  const what = isFiltered
    ? isCropped ? "passes the filter and is as long as the window" : "passes the filter"
    : "is as long as the window in every field";
  return new UsageError(
    `Cannot plan the batches of "${file.name}": none of its ${file.recordCount} records ${what}`,
    {
      code: "empty-filter",
      file: file.name,
      found: 0,
      wanted: "at least one record",
      hint: isCropped
        ? 'use a shorter window, or short: "pad"'
        : "`audiofield inspect` shows the lengths and values of records",
    },
  );
}
