import { openDataset, type StorageKind } from "../../runtime/mod.ts";
import type { Look } from "../shared/each_file.ts";
import { statOf } from "../../shards/shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { chooseRecords, type RecordQuestion } from "../shared/record_choice.ts";
import { measureBatches } from "./measure_batches.ts";
import { measureCopies } from "./measure_copies.ts";
import { parseCounts } from "./parse_counts.ts";
import { printBench } from "./print_bench.ts";

/** What limits the speed. */
export type Limit = "memory" | "starting" | "decoding" | "waiting";

/** The measurements of one combination. */
export interface BenchRow {
  readonly storage: StorageKind;
  readonly batchSize: number;
  readonly workers: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** `bytesPerSecond` as a share of what copying memory reaches. */
  readonly ofCopy: number;
  readonly busy: number;
  readonly firstBatchMs: number;
  readonly starting: number;
  readonly limit: Limit;
}

/** What `bench --json` prints. */
export interface BenchReport {
  readonly file: string;
  readonly records: number;
  readonly fields: readonly string[];
  /** How fast records of this size are copied, in bytes per second. */
  readonly copyBytesPerSecond: number;
  readonly rows: readonly BenchRow[];
}

/** The options as given on the command line. */
export interface BenchArguments {
  readonly batch: string;
  readonly workers: string;
  readonly fields: string | undefined;
  readonly measureSeconds: number;
  readonly json: boolean;
}

/** What to measure of every file. */
export interface BenchOptions {
  readonly sizes: readonly number[];
  readonly counts: readonly number[];
  /** `undefined`: all. */
  readonly fields: readonly string[] | undefined;
  /** Which records to read. */
  readonly question: RecordQuestion;
  readonly seconds: number;
  readonly json: boolean;
}

/** @throws {UsageError} when an argument is wrong. */
export function benchOptions(
  { batch, workers, fields, measureSeconds, json }: BenchArguments,
  question: RecordQuestion,
): BenchOptions {
  return {
    sizes: parseCounts(batch, { option: "--batch", min: 1, max: 2 ** 20 }),
    counts: parseCounts(workers, { option: "--workers", min: 0, max: 256 }),
    fields: fields?.split(","),
    question,
    seconds: measureSeconds,
    json,
  };
}

/**
 * Measures a file's batches in every requested combination, and prints the results unless `json` is
 * set.
 *
 * @throws {UsageError} when there is no such field.
 * @throws {IntegrityError} when a record is damaged.
 */
export async function benchFile(
  path: string,
  { sizes, counts, fields, question, seconds, json }: BenchOptions,
): Promise<Look> {
  const measured: Omit<BenchRow, "ofCopy" | "limit">[] = [];
  let copyBytesPerSecond = 0;
  const { size: fileBytes } = statOf(path);
  const { records, names, storages, filter } = look(path, question);
  const ways = storages.flatMap((storage) =>
    sizes.flatMap((batchSize) => counts.map((workers) => ({ storage, batchSize, workers })))
  );
  {
    using progress = new Progress(ways.length);
    for (const [done, { storage, batchSize, workers }] of ways.entries()) {
      using reader = openDataset(path, { storage });
      const way = { batchSize, workers, fields, filter };
      const { recordBytes, ...rates } = await measureBatches(reader, way, seconds);
      // Measured in between, so that a busy moment of the machine affects both.
      const copy = measureCopies({ pieceBytes: recordBytes, batchSize, fileBytes }, seconds / 2);
      copyBytesPerSecond = Math.max(copyBytesPerSecond, copy);
      measured.push({ storage, batchSize, workers, ...rates });
      progress.update(done + 1, () => `${storage}, batches of ${batchSize}, ${workers} workers`);
    }
  }
  const rows = measured.map((row): BenchRow => {
    const ofCopy = row.bytesPerSecond / copyBytesPerSecond;
    return { ...row, ofCopy, limit: limitOf({ ...row, ofCopy }) };
  });
  const report = { file: path, records, fields: fields ?? names, copyBytesPerSecond, rows };
  if (!json) printBench(report);
  return { document: report };
}

/** What the file holds, and the storages available here: mapping isn't permitted everywhere. */
function look(path: string, question: RecordQuestion): {
  records: number;
  /** The records to read, if not all. */
  filter: Uint32Array | undefined;
  names: string[];
  storages: ("mapped" | "positioned")[];
} {
  using reader = openDataset(path);
  const chosen = chooseRecords(reader, question);
  return {
    records: chosen.count,
    filter: chosen.isAll ? undefined : chosen.indices(),
    names: [...reader.fields.keys()],
    storages: reader.file.storage.kind === "mapped" ? ["mapped", "positioned"] : ["positioned"],
  };
}

/**
 * Half the speed of plain copying counts as the limit of memory; threads that mostly wait are
 * waiting for a disk. If a third of the time lies between epochs, it is spent on starting workers
 * and compiling their code again: they are busy then, but more of them would only mean more to
 * start.
 */
function limitOf(
  { ofCopy, starting, busy }: Pick<BenchRow, "ofCopy" | "starting" | "busy">,
): Limit {
  if (ofCopy >= 0.5) return "memory";
  if (starting >= 1 / 3) return "starting";
  return busy < 0.5 ? "waiting" : "decoding";
}
