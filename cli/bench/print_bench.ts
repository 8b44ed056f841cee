import { formatTable } from "../shared/table.ts";
import { print } from "../shared/terminal.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import type { BenchReport, Limit } from "./bench_file.ts";

const limits: Readonly<Record<Limit, string>> = {
  memory: "memory bandwidth",
  decoding: "decoding: the processor",
  starting: "starting: the time between epochs",
  waiting: "waiting: disk, or other programs",
};

/** Prints what was measured, for people. */
export function printBench({ file, records, fields, copyBytesPerSecond, rows }: BenchReport): void {
  print(`${file}: ${formatCount(records, "record")}, batches of ${fields.join(", ")}, shuffled`);
  print(`copying memory in pieces of the same size: ${formatBytes(copyBytesPerSecond)}/s`);
  print("");
  const head = ["storage", "batch", "workers", "records/s", "bytes/s", "of copying", "busy"];
  print(formatTable([
    [...head, "first batch", "limit"],
    ...rows.map((row) => [
      row.storage,
      formatNumber(row.batchSize),
      String(row.workers),
      formatNumber(Math.round(row.recordsPerSecond)),
      formatBytes(row.bytesPerSecond),
      `${(row.ofCopy * 100).toFixed(0)} %`,
      `${(row.busy * 100).toFixed(0)} %`,
      formatDuration(row.firstBatchMs / 1000),
      limits[row.limit],
    ]),
  ], { right: [1, 2, 3, 4, 5, 6, 7] }));
}
