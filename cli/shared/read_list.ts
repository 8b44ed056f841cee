import { type RecordList, RecordListParser } from "../../runtime/lists/record_list.ts";
import type { DatasetReader, ListedRecords } from "../../runtime/mod.ts";
import { inputLines } from "../../shards/shared/input_lines.ts";
import { inputName } from "../../shards/shared/standard_stream.ts";
import { noteError, warn } from "./terminal.ts";
import { formatCount, formatNumber } from "../../shards/shared/units.ts";

/**
 * A list from a file, a pipe or standard input.
 *
 * @throws {FileError} when it can't be read.
 * @throws {ListError} when it isn't a list.
 */
export async function readList(path: string): Promise<RecordList> {
  const parser = new RecordListParser({ file: path, shown: inputName(path) });
  for await (const line of inputLines(path, noteError)) parser.take(line);
  return parser.finish();
}

/**
 * The records of a dataset that a list names. A warning says if the list is of another dataset, and
 * how many of its keys aren't in this one.
 *
 * @throws {ListError} when the list can't be used with this dataset.
 * @throws {UsageError} when it has keys, and the dataset has none.
 */
export function listedRecords(list: RecordList, dataset: DatasetReader): ListedRecords {
  const listed = list.recordsOf(dataset);
  const name = inputName(list.file);
  const all = formatCount(listed.keys, "key");
  const missing = (whose: string) =>
    listed.keys === 1
      ? `${whose} only key`
      : `${formatNumber(listed.missingKeys)} of ${whose} ${all}`;
  const verb = listed.missingKeys === 1 ? "isn't" : "aren't";
  const where = `in "${dataset.file.name}"`;
  if (listed.isOfOther) {
    warn(`${name} is a list of another dataset; ${missing("its")} ${verb} ${where}`);
  } else if (listed.missingKeys > 0) {
    warn(`${missing("the")} of ${name} ${verb} ${where}`);
  }
  return listed;
}
