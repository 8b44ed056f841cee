import { type DatasetReader, measurePadding, type PaddingCost } from "../../runtime/mod.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import { formatTable, outputWidth } from "../shared/table.ts";
import { print } from "../shared/terminal.ts";
import { formatNumber } from "../../shards/shared/units.ts";
import { shownBatchSize } from "./describe_file.ts";

/** What padding of one field costs in batches, as `inspect --buckets --json` prints it. */
export interface BucketCosts {
  readonly field: string;
  readonly batchSize: number;
  readonly costs: readonly PaddingCost[];
}

/** Measures what padding costs for each field that has a duration. */
export function bucketCosts(dataset: DatasetReader, chosen: RecordChoice): BucketCosts[] {
  if (chosen.count === 0) return [];
  const filter = chosen.isAll ? {} : { filter: chosen.indices() };
  return [...dataset.fields.values()].filter((field) => field.seconds !== undefined)
    .map(({ name }) => ({
      field: name,
      batchSize: shownBatchSize,
      costs: measurePadding(dataset, { of: name, batchSize: shownBatchSize, ...filter }),
    }));
}

/** Prints each of them as a table. */
export function printBucketCosts(measured: readonly BucketCosts[]): void {
  for (const { field, batchSize, costs } of measured) {
    print("");
    print(`padding of ${field}, in batches of up to ${batchSize}:`);
    const head = ["  order", "batches", "records each", "padding", "largest batch"];
    const rows = costs.map(({ order, maxPadding, batches, meanRecords, padding, largest }) => [
      `  ${order === "buckets" ? `buckets, maxPadding ${maxPadding}` : names[order]}`,
      formatNumber(batches),
      meanRecords.toFixed(1),
      `${(padding * 100).toFixed(1)} %`,
      formatNumber(largest),
    ]);
    print(formatTable([head, ...rows], { right: [1, 2, 3, 4], maxWidth: outputWidth() }));
  }
}

const names = { file: "as in the file", shuffled: "shuffled", sorted: "sorted by length" } as const;
