import { pageRecords } from "../../container/table.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { compileFilter } from "./compile_filter.ts";
import type { FieldConditions, RecordFilter } from "./conditions.ts";
import { FilterColumns } from "./filter_columns.ts";
import { listedTest } from "./listed_records.ts";
import { splitFilter } from "./split_records.ts";
import { allOf, type FilterTest, type PageTest } from "./page_tests.ts";

/** The records that pass a filter. */
export interface RecordSelection {
  /** Their indices in ascending order, 4 bytes each. */
  readonly records: Uint32Array<ArrayBuffer>;
  /** Number of texts that were read to find them; metadata decides everything else. */
  readonly filterReads: number;
}

/**
 * The records of a dataset that pass a filter, or all filters of a list. Scans metadata tables. Reads
 * payloads only for conditions on texts, and only of records that the other conditions leave.
 *
 * @throws {UsageError} `"no-such-field"`; `"invalid-filter"` for a condition that its field can't have.
 * @throws {IntegrityError} when what it reads fails its checksum.
 *
 * @example
 * ```ts ignore
 * const { records } = selectRecords(dataset, { audio: { seconds: { below: 20 } } });
 * ```
 */
export function selectRecords(
  source: { readonly file: ReadableFile },
  filter: RecordFilter | readonly RecordFilter[],
): RecordSelection {
  return passingRecords(source.file, listOf(filter));
}

/** One or several filters as a list. */
export function listOf(
  filter: RecordFilter | readonly RecordFilter[] | undefined,
): readonly RecordFilter[] {
  if (filter === undefined) return [];
  return Array.isArray(filter) ? filter : [filter as RecordFilter];
}

/**
 * The records of a split: the ones that `dataset.json` lists, or those whose field that means
 * `"split"` has that value. They are a filter, too.
 *
 * @returns their indices in ascending order, 4 bytes each.
 * @throws {UsageError} `"no-such-split"`, naming the ones there are.
 * @throws {FileError} when the split's file can't be read.
 * @throws {IntegrityError} `"split"` when the split isn't what `dataset.json` says.
 *
 * @example
 * ```ts ignore
 * const records = splitRecords(dataset, "train");
 * ```
 */
export function splitRecords(
  { file }: { readonly file: ReadableFile },
  split: string,
): Uint32Array<ArrayBuffer> {
  const filter = splitFilter(file, split);
  return filter instanceof Uint32Array ? filter : scan(file, [filter]).records;
}

/** The records of the split that was opened which pass all tests and then all filters. */
export function passingRecords(
  file: ReadableFile,
  filters: readonly RecordFilter[],
  tests: readonly PageTest[] = [],
): RecordSelection {
  const { split } = file;
  return scan(file, split === undefined ? filters : [splitFilter(file, split), ...filters], tests);
}

function scan(
  file: ReadableFile,
  filters: readonly RecordFilter[],
  tests: readonly PageTest[] = [],
): RecordSelection {
  const columns = new FilterColumns(file);
  const all = [...tests, ...testsOf(columns, filters)];
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
  return { records: kept.slice(0, length), filterReads: columns.reads.count };
}

/** Functions see only what the filters before them leave, so no filter is moved past a function. */
function testsOf(columns: FilterColumns, filters: readonly RecordFilter[]): PageTest[] {
  const tests: PageTest[] = [];
  let together: FilterTest[] = [];
  for (const filter of filters) {
    if (typeof filter === "function") {
      tests.push(allOf(together).test, predicateTest(filter));
      together = [];
    } else together.push(filterTest(columns, filter));
  }
  return [...tests, allOf(together).test];
}

function filterTest(columns: FilterColumns, filter: FieldConditions | Uint32Array): FilterTest {
  if (!(filter instanceof Uint32Array)) return compileFilter(columns, filter);
  return { test: listedTest(columns.file, filter), readsTexts: false };
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
