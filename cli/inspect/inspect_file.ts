import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { chooseRecords, type RecordChoice } from "../shared/record_choice.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
import { printJson } from "../shared/terminal.ts";
import { bucketCosts, printBucketCosts } from "./bucket_costs.ts";
import { describeFile } from "./describe_file.ts";
import { describeRecord } from "./describe_record.ts";
import { printDurations, printFile } from "./print_file.ts";
import { printRecord } from "./print_record.ts";

/** The options as given on the command line. */
export interface InspectOptions {
  readonly record: NamedRecord | undefined;
  /** A filter; all records by default. */
  readonly where?: string | undefined;
  readonly buckets: boolean;
  readonly json: boolean;
}

/** Prints what a file contains, or some of its records, or one record. */
export function inspectFile(path: string, options: InspectOptions): void {
  const { record: named, where, buckets, json } = options;
  if (named !== undefined && where !== undefined) throw eitherOne();
  using dataset = openDataset(path);
  const record = named && numberOf(named, dataset);
  const chosen = chooseRecords(dataset, { where });
  if (json) {
    const measured = buckets ? { buckets: bucketCosts(dataset, chosen) } : {};
    return printJson({ ...document(dataset, chosen, record), ...measured });
  }
  if (record !== undefined) {
    return printRecord(describeRecord(dataset, record), { dataset, path });
  }
  const description = describeFile(dataset, chosen);
  printFile(dataset, description, path);
  printDurations(dataset, description, chosen);
  if (buckets) printBucketCosts(bucketCosts(dataset, chosen));
}

function document(
  dataset: DatasetReader,
  chosen: RecordChoice,
  record: number | undefined,
): object {
  const description = describeFile(dataset, chosen);
  return record === undefined
    ? description
    : { ...description, record: describeRecord(dataset, record) };
}

function eitherOne(): UsageError {
  return new UsageError("Cannot show one record and filtered records at once", {
    code: "arguments",
    found: "--record or --key, and --where",
    hint: "leave out --where, or --record and --key",
  });
}
