import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import type { Look } from "../shared/each_file.ts";
import {
  choiceFlags,
  chooseRecords,
  type RecordChoice,
  type RecordQuestion,
} from "../shared/record_choice.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
import { bucketCosts, printBucketCosts } from "./bucket_costs.ts";
import { describeFile } from "./describe_file.ts";
import { describeRecord } from "./describe_record.ts";
import { printDurations, printFile } from "./print_file.ts";
import { printRecord } from "./print_record.ts";

/** The options as given on the command line. */
export interface InspectOptions {
  readonly record: NamedRecord | undefined;
  /** Which records to describe; all by default. */
  readonly question: RecordQuestion;
  readonly buckets: boolean;
  readonly json: boolean;
}

/**
 * Describes a file, or some of its records, or one record, and prints the description unless `json` is
 * set.
 */
export function inspectFile(path: string, options: InspectOptions): Look {
  const { record: named, question, buckets, json } = options;
  if (named !== undefined && choiceFlags(question).length > 0) {
    throw eitherOne(question);
  }
  using dataset = openDataset(path);
  const record = named && numberOf(named, dataset);
  const chosen = chooseRecords(dataset, question);
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

function eitherOne(question: RecordQuestion): UsageError {
  const flags = choiceFlags(question).join(" and ");
  return new UsageError("Cannot show one record and a choice of records at once", {
    code: "arguments",
    found: `--record or --key, and ${flags}`,
    hint: `leave out ${flags}, or --record and --key`,
  });
}
