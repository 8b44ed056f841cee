import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import { pageRecords } from "../../container/table.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { PageTest } from "./page_tests.ts";

/**
 * A test that passes only these records, in whatever order they are listed.
 *
 * @throws {UsageError} `"no-such-record"` for an index that no record has.
 */
export function listedTest(file: ReadableFile, records: Uint32Array): PageTest {
  const sorted = isAscending(records) ? records : records.toSorted();
  const last = sorted.at(-1);
  if (last !== undefined && last >= file.recordCount) throw noSuchRecord(file, last);
  const listed = new Uint8Array(pageRecords);
  return (first, count, flags) => {
    listed.fill(0);
    for (let at = firstFrom(sorted, first); at < sorted.length; at++) {
      const row = sorted[at]! - first;
      if (row >= count) break;
      listed[row] = 1;
    }
    for (let row = 0; row < count; row++) flags[row]! &= listed[row]!;
  };
}

function isAscending(records: Uint32Array): boolean {
  for (let at = 1; at < records.length; at++) if (records[at]! < records[at - 1]!) return false;
  return true;
}

/** The place of the first record in the list that isn't before `record`. */
function firstFrom(sorted: Uint32Array, record: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < record) low = middle + 1;
    else high = middle;
  }
  return low;
}

function noSuchRecord(file: ReadableFile, found: number): UsageError {
  const wanted = file.recordCount === 0 ? "no record" : `0 to ${file.recordCount - 1}`;
  return new UsageError(
    `Cannot filter the records of "${file.name}": the filter lists record ${found}, but the file has ` +
      counted(file.recordCount, "record"),
    { code: "no-such-record", file: file.name, record: found, found, wanted },
  );
}
