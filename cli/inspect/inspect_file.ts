import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { printJson } from "../shared/terminal.ts";
import { describeFile } from "./describe_file.ts";
import { describeRecord } from "./describe_record.ts";
import { printDurations, printFile } from "./print_file.ts";
import { printRecord } from "./print_record.ts";

/** Prints what is in a file, or one of its records. */
export function inspectFile(
  path: string,
  { record, json }: { record: number | undefined; json: boolean },
): void {
  using dataset = openDataset(path);
  if (json) return printJson(document(dataset, record));
  if (record !== undefined) return printRecord(describeRecord(dataset, record), path);
  const description = describeFile(dataset);
  printFile(description, path);
  printDurations(dataset, description);
}

function document(dataset: DatasetReader, record: number | undefined): object {
  const description = describeFile(dataset);
  return record === undefined
    ? description
    : { ...description, record: describeRecord(dataset, record) };
}
