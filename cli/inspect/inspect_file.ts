import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
import { printJson } from "../shared/terminal.ts";
import { bucketCosts, printBucketCosts } from "./bucket_costs.ts";
import { describeFile } from "./describe_file.ts";
import { describeRecord } from "./describe_record.ts";
import { printDurations, printFile } from "./print_file.ts";
import { printRecord } from "./print_record.ts";

/** Prints what is in a file, or one of its records. */
export function inspectFile(
  path: string,
  { record: named, buckets, json }: {
    record: NamedRecord | undefined;
    buckets: boolean;
    json: boolean;
  },
): void {
  using dataset = openDataset(path);
  const record = named && numberOf(named, dataset);
  if (json) {
    const measured = buckets ? { buckets: bucketCosts(dataset) } : {};
    return printJson({ ...document(dataset, record), ...measured });
  }
  if (record !== undefined) {
    return printRecord(describeRecord(dataset, record), { dataset, path });
  }
  const description = describeFile(dataset);
  printFile(dataset, description, path);
  printDurations(dataset, description);
  if (buckets) printBucketCosts(bucketCosts(dataset));
}

function document(dataset: DatasetReader, record: number | undefined): object {
  const description = describeFile(dataset);
  return record === undefined
    ? description
    : { ...description, record: describeRecord(dataset, record) };
}
