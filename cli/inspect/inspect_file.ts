import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import type { Look } from "../shared/each_file.ts";
import { chooseRecords, type RecordChoice } from "../shared/record_choice.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
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

/**
 * Describes a file, or some of its records, or one record, and prints the description unless `json` is
 * set.
 */
export function inspectFile(path: string, options: InspectOptions): Look {
  const { record: named, where, buckets, json } = options;
  if (named !== undefined && where !== undefined) throw eitherOne();
  using dataset = openDataset(path);
  const record = named && numberOf(named, dataset);
  const chosen = chooseRecords(dataset, { where });
  if (json) return { document: documentOf(dataset, { chosen, record, buckets }) };
  if (record !== undefined) {
    const document = describeRecord(dataset, record);
    printRecord(document, { dataset, path });
    return { document };
  }
  const document = describeFile(dataset, chosen);
  printFile(dataset, document, path);
  printDurations(dataset, document, chosen);
  if (buckets) printBucketCosts(bucketCosts(dataset, chosen));
  return { document };
}

function documentOf(
  dataset: DatasetReader,
  { chosen, record, buckets }: {
    chosen: RecordChoice;
    record: number | undefined;
    buckets: boolean;
  },
): object {
  return {
    ...describeFile(dataset, chosen),
    ...(record === undefined ? {} : { record: describeRecord(dataset, record) }),
    ...(buckets ? { buckets: bucketCosts(dataset, chosen) } : {}),
  };
}

function eitherOne(): UsageError {
  return new UsageError("Cannot show one record and filtered records at once", {
    code: "arguments",
    found: "--record or --key, and --where",
    hint: "leave out --where, or --record and --key",
  });
}
