import type { RecordFilter } from "../../runtime/loader/filter/conditions.ts";
import { selectRecords } from "../../runtime/loader/filter/select_records.ts";
import { openAfd } from "../../runtime/shards/open_file.ts";
import { type CopyTarget, openOutput } from "./copy_output.ts";
import { rangesOf } from "./record_ranges.ts";

/**
 * Copies the records of a dataset that pass a filter, or all filters of a list, to a new file or folder,
 * as they are stored.
 *
 * @returns how many they are.
 * @throws what `selectRecords` throws.
 * @throws {FileError} when the input can't be read, or the output can't be written.
 * @throws {IntegrityError} when a record is damaged.
 */
export function subsetDataset(
  source: string,
  target: CopyTarget,
  filter: RecordFilter | readonly RecordFilter[],
): number {
  using file = openAfd(source);
  const { records } = selectRecords({ file }, filter);
  using output = openOutput(target, { like: file, about: { parent: file.identity } });
  for (const _done of output.copy(file, rangesOf(records))) void _done;
  output.finish();
  return records.length;
}
