import { openDataset, type StorageKind } from "../../runtime/mod.ts";
import { statOf } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { chooseRecords } from "../shared/record_choice.ts";
import { printJson } from "../shared/terminal.ts";
import { measureBatches } from "./measure_batches.ts";
import { measureCopies } from "./measure_copies.ts";
import { parseCounts } from "./parse_counts.ts";
import { printBench } from "./print_bench.ts";

/** What keeps batches from coming faster. */
export type Limit = "memory" | "starting" | "decoding" | "waiting";

/** One way of reading, measured. */
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
  /** What copying records of this size reaches, in bytes a second. */
  readonly copyBytesPerSecond: number;
  readonly rows: readonly BenchRow[];
}

/** As the command line gives it. */
export interface BenchOptions {
  readonly batch: string;
  readonly workers: string;
  readonly fields: string | undefined;
  /** A filter; all records when left out. */
  readonly where?: string | undefined;
  readonly seconds: number;
  readonly json: boolean;
}

/**
 * Measures a file's batches in every way asked for, and prints what came of it.
 *
 * @throws {UsageError} when an argument is wrong.
 * @throws {IntegrityError} when a record is damaged.
 */
export async function benchFile(path: string, options: BenchOptions): Promise<void> {
  const sizes = parseCounts(options.batch, { option: "--batch", min: 1, max: 2 ** 20 });
  const counts = parseCounts(options.workers, { option: "--workers", min: 0, max: 256 });
  const fields = options.fields?.split(",");
  const { seconds } = options;
  const measured: Omit<BenchRow, "ofCopy" | "limit">[] = [];
  let copyBytesPerSecond = 0;
  const { size: fileBytes } = statOf(path);
  const { records, names, storages, filter } = look(path, options);
  const ways = storages.flatMap((storage) =>
    sizes.flatMap((batchSize) => counts.map((workers) => ({ storage, batchSize, workers })))
  );
  {
    using progress = new Progress(ways.length);
    for (const [done, { storage, batchSize, workers }] of ways.entries()) {
      using reader = openDataset(path, { storage });
      const way = { batchSize, workers, fields, filter };
      const { recordBytes, ...rates } = await measureBatches(reader, way, seconds);
      // In between, so that a busy moment of the machine is both's.
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
  if (options.json) printJson(report);
  else printBench(report);
}

/** What the file has, and the storages that can be had here: mapping isn't permitted everywhere. */
function look(path: string, options: BenchOptions): {
  records: number;
  /** The records to read, if not all. */
  filter: Uint32Array | undefined;
  names: string[];
  storages: ("mapped" | "positioned")[];
} {
  using reader = openDataset(path);
  const chosen = chooseRecords(reader, options);
  return {
    records: chosen.count,
    filter: chosen.isAll ? undefined : chosen.indices(),
    names: [...reader.fields.keys()],
    storages: reader.file.storage.kind === "mapped" ? ["mapped", "positioned"] : ["positioned"],
  };
}

/**
 * Half of what plain copying reaches is as good as it; threads that mostly wait, wait for a disk. A third
 * of the time between epochs is workers' start, and that their code is compiled once more: they are busy
 * then, but more of them would only be more to start.
 */
function limitOf(
  { ofCopy, starting, busy }: Pick<BenchRow, "ofCopy" | "starting" | "busy">,
): Limit {
  if (ofCopy >= 0.5) return "memory";
  if (starting >= 1 / 3) return "starting";
  return busy < 0.5 ? "waiting" : "decoding";
}
