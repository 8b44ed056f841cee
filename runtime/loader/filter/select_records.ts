import { pageRecords } from "../../container/table.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { compileFilter } from "./compile_filter.ts";
import type { FieldConditions, RecordFilter } from "./conditions.ts";
import { fetchColumns } from "./fetch_columns.ts";
import { FilterColumns } from "./filter_columns.ts";
import { listedTest } from "./listed_records.ts";
import { splitFilter } from "./split_records.ts";
import { PassingRecords } from "./passing_records.ts";
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
  const passing = new PassingRecords(file.recordCount);
  for (let first = 0; first < file.recordCount; first += pageRecords) {
    const count = Math.min(pageRecords, file.recordCount - first);
    flags.fill(1);
    for (const test of all) test(first, count, flags);
    passing.add(first, count, flags);
  }
  return { records: passing.records, filterReads: columns.reads.count };
}

/**
 * {@link selectRecords} for storages that must wait: fetches the metadata that the filters read, once,
 * and the texts that they look at.
 *
 * @throws what {@link selectRecords} throws.
 *
 * @example
 * ```ts ignore
 * const { records } = await selectRecordsAsync(dataset, { audio: { seconds: { below: 20 } } });
 * ```
 */
export async function selectRecordsAsync(
  source: { readonly file: ReadableFile },
  filter: RecordFilter | readonly RecordFilter[],
): Promise<RecordSelection> {
  return await passingRecordsAsync(source.file, listOf(filter));
}

/**
 * {@link splitRecords} for storages that must wait.
 *
 * @throws what {@link splitRecords} throws.
 */
export async function splitRecordsAsync(
  { file }: { readonly file: ReadableFile },
  split: string,
): Promise<Uint32Array<ArrayBuffer>> {
  await file.storage.pieces?.fetchSplit?.(split);
  const filter = splitFilter(file, split);
  return filter instanceof Uint32Array ? filter : (await scanAsync(file, [filter])).records;
}

/** {@link passingRecords} for storages that must wait. What tests read was fetched. */
export async function passingRecordsAsync(
  file: ReadableFile,
  filters: readonly RecordFilter[],
  tests: readonly PageTest[] = [],
): Promise<RecordSelection> {
  const { split } = file;
  if (split === undefined) return await scanAsync(file, filters, tests);
  await file.storage.pieces?.fetchSplit?.(split);
  return await scanAsync(file, [splitFilter(file, split), ...filters], tests);
}

async function scanAsync(
  file: ReadableFile,
  filters: readonly RecordFilter[],
  tests: readonly PageTest[] = [],
): Promise<RecordSelection> {
  const columns = new FilterColumns(file);
  await fetchColumns(columns, filters);
  const all = [...tests, ...testsOf(columns, filters)];
  const flags = new Uint8Array(pageRecords);
  const before = new Uint8Array(pageRecords);
  const passing = new PassingRecords(file.recordCount);
  for (let first = 0; first < file.recordCount; first += pageRecords) {
    const count = Math.min(pageRecords, file.recordCount - first);
    flags.fill(1);
    for (const test of all) {
      before.set(flags);
      test(first, count, flags);
      while (columns.waiting?.isAsked === true) {
        await columns.waiting.fetch();
        flags.set(before);
        test(first, count, flags);
      }
    }
    columns.waiting?.clear();
    passing.add(first, count, flags);
  }
  return { records: passing.records, filterReads: columns.reads.count };
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

function predicateTest(passes: (index: number) => boolean): PageTest {
  return (first, count, flags) => {
    for (let row = 0; row < count; row++) {
      if (flags[row] === 1 && !passes(first + row)) flags[row] = 0;
    }
  };
}
