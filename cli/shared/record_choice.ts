import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import {
  type DatasetReader,
  parseWhere,
  type RecordFilter,
  type RecordList,
  selectRecords,
} from "../../runtime/mod.ts";
import { splitFilter } from "../../runtime/loader/filter/split_records.ts";
import { listedRecords, readList } from "./read_list.ts";
import { type RecordRange, recordRange } from "./record_range.ts";
import {
  inputName,
  isStandardStream,
  standardStream,
} from "../../shards/shared/standard_stream.ts";
import { noteError } from "./terminal.ts";
import { formatCount } from "../../shards/shared/units.ts";

/** Which records were requested. */
export interface RecordQuestion {
  /** `--where`. */
  readonly where?: string | undefined;
  /** `--records`, as `A:B`. */
  readonly records?: string | undefined;
  /** `--split`. */
  readonly split?: string | undefined;
  /** `--keep`. */
  readonly keep?: RecordList | undefined;
  /** `--drop`. */
  readonly drop?: RecordList | undefined;
}

/** The flags that choose records, as given on the command line. */
export interface ChoiceArguments {
  readonly records?: string | undefined;
  readonly where?: string | undefined;
  readonly split?: string | undefined;
  readonly keep?: string | undefined;
  readonly drop?: string | undefined;
}

/**
 * What the flags ask for, with the lists read.
 *
 * @throws {UsageError} when both lists are standard input.
 * @throws {FileError} when a list can't be read.
 * @throws {ListError} when one isn't a list.
 */
export async function readQuestion(
  { records, where, split, keep, drop }: ChoiceArguments,
): Promise<RecordQuestion> {
  if ([keep, drop].every((path) => path !== undefined && isStandardStream(path))) {
    throw new UsageError("Cannot read both --keep and --drop from standard input", {
      code: "standard-stream",
      found: standardStream,
      hint: "give one of them the path of a file",
    });
  }
  return {
    records,
    where,
    split,
    keep: keep === undefined ? undefined : await readList(keep),
    drop: drop === undefined ? undefined : await readList(drop),
  };
}

/** The flags that a request came from. */
export function choiceFlags({ records, where, split, keep, drop }: RecordQuestion): string[] {
  return Object.entries({ records, where, split, keep, drop }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`]
  );
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
 * find them, and what lists don't share with the dataset.
 *
 * @throws {UsageError} when a filter or a range is malformed, or doesn't suit the file;
 * `"empty-filter"` when a filter or the lists leave no record.
 * @throws {ListError} when a list can't be used with this dataset.
 */
export function chooseRecords(dataset: DatasetReader, question: RecordQuestion): RecordChoice {
  const range = recordRange(question.records, dataset.recordCount);
  const { where, records: asked, split, keep, drop } = question;
  if ([where, split, keep, drop].every((flag) => flag === undefined)) {
    return rangeChoice(range, question);
  }
  // Texts are read last, of as few records as possible.
  const filters: RecordFilter[] = asked === undefined ? [] : [indicesOf(range)];
  if (split !== undefined) filters.push(splitFilter(dataset.file, split));
  if (keep !== undefined) filters.push(listedRecords(keep, dataset).records);
  if (drop !== undefined) {
    const dropped = listedRecords(drop, dataset);
    filters.push((index) => !dropped.has(index));
  }
  if (where !== undefined) filters.push(parseWhere(where, dataset.ir));
  const { records, filterReads } = selectRecords(dataset, filters);
  if (filterReads > 0) noteError(`read ${formatCount(filterReads, "text")} to filter`);
  if (records.length === 0) throw nothingLeft(dataset, range, question);
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

function nothingLeft(
  { file }: DatasetReader,
  { start, end }: RecordRange,
  { where, split, keep, drop }: RecordQuestion,
): UsageError {
  const passes = [
    ...(split === undefined ? [] : [`is in the split "${split}"`]),
    ...(where === undefined ? [] : ["passes the filter"]),
    ...(keep === undefined ? [] : [`is in ${inputName(keep.file)}`]),
    ...(drop === undefined ? [] : [`is left by ${inputName(drop.file)}`]),
  ].join(" and ");
  return new UsageError(
    `Cannot choose records of "${file.name}": none of ${counted(end - start, "record")} ${passes}`,
    {
      code: "empty-filter",
      file: file.name,
      found: 0,
      wanted: "at least one record",
      hint: where === undefined
        ? undefined
        : "`audiofield inspect` shows the lengths and values of records",
    },
  );
}
