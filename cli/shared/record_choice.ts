import { UsageError } from "../../errors/mod.ts";
import {
  type DatasetReader,
  parseWhere,
  type RecordFilter,
  selectRecords,
} from "../../runtime/mod.ts";
import { type RecordRange, recordRange } from "./record_range.ts";
import { noteError } from "./terminal.ts";
import { formatCount } from "./units.ts";

/** Which records of a file were requested. */
export interface RecordQuestion {
  /** `--where`. */
  readonly where?: string | undefined;
  /** `--records`, as `A:B`. */
  readonly records?: string | undefined;
}

/** The records that a command looks at, in file order. */
export interface RecordChoice {
  /** Number of records. */
  readonly count: number;
  /** Index of the record at a place, from 0 to {@link count} − 1. */
  at(place: number): number;
  /** Whether no choice was requested, so that all records are chosen. */
  readonly isAll: boolean;
  /** The indices as an array: 4 bytes per record. */
  indices(): Uint32Array;
}

/**
 * The records that pass everything that was requested. Says on stderr how many texts were read to
 * find them.
 *
 * @throws {UsageError} when a filter or a range is malformed, or doesn't suit the file;
 * `"empty-filter"` when no record passes the filter.
 */
export function chooseRecords(dataset: DatasetReader, question: RecordQuestion): RecordChoice {
  const range = recordRange(question.records, dataset.recordCount);
  if (question.where === undefined) return rangeChoice(range, question);
  const filters: RecordFilter[] = [parseWhere(question.where, dataset.ir)];
  if (question.records !== undefined) filters.unshift(indicesOf(range));
  const { records, filterReads } = selectRecords(dataset, filters);
  if (filterReads > 0) noteError(`read ${formatCount(filterReads, "text")} to filter`);
  if (records.length === 0) throw nothingLeft(dataset, range);
  return {
    count: records.length,
    at: (place) => records[place]!,
    isAll: false,
    indices: () => records,
  };
}

/** Without an array, because a file may have very many records. */
function rangeChoice(range: RecordRange, { records }: RecordQuestion): RecordChoice {
  const { start, end } = range;
  return {
    count: end - start,
    at: (place) => start + place,
    isAll: records === undefined,
    indices: () => indicesOf(range),
  };
}

function indicesOf({ start, end }: RecordRange): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, place) => start + place);
}

function nothingLeft({ file }: DatasetReader, { start, end }: RecordRange): UsageError {
  return new UsageError(
    `Cannot choose records of "${file.name}": none of ${end - start} records passes the filter`,
    {
      code: "empty-filter",
      file: file.name,
      found: 0,
      wanted: "at least one record",
      hint: "`audiofield inspect` shows the lengths and values of records",
    },
  );
}
