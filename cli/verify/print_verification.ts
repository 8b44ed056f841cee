import { openDataset } from "../../runtime/mod.ts";
import type { Damage, VerifyReport } from "../../runtime/verify/mod.ts";
import { verifyParallel } from "../../shards/verify/verify_parallel.ts";
import { describeError } from "../shared/describe_error.ts";
import type { Look } from "../shared/each_file.ts";
import { exitCodes } from "../shared/exit_codes.ts";
import { statOf } from "../../shards/shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { note, print, printError } from "../shared/terminal.ts";
import { formatBytes, formatCount } from "../../shards/shared/units.ts";

/** How much damage is listed for people; JSON has it all. */
const listed = 20;

/**
 * Verifies a file, and prints what was found unless `json` is set.
 *
 * @throws {FileError} when the file can't be read.
 */
export async function verifyOne(
  path: string,
  { json, workers }: { json: boolean; workers: number },
): Promise<Look> {
  const report = await verify(path, workers);
  if (!json) printReport(report, path);
  return { document: report, exitCode: report.ok ? exitCodes.done : exitCodes.found };
}

async function verify(path: string, workers: number): Promise<VerifyReport> {
  using progress = new Progress(sizeOf(path));
  return await verifyParallel(path, {
    workers,
    onProgress: (done) => progress.update(done, (seconds) => `${formatBytes(done / seconds)}/s`),
  });
}

function printReport({ ok, records, checked, damaged }: VerifyReport, path: string): void {
  if (checked === 0 && !ok && !canOpen(path)) return;
  const say = ok ? note : print;
  say(`${path}: ${ok ? "sound" : `damaged in ${formatCount(damaged.length, "place")}`}`);
  for (const damage of damaged.slice(0, listed)) print(`  ${damageText(damage)}`);
  if (damaged.length > listed) print(`  and ${damaged.length - listed} more (--json lists all)`);
  const size = formatBytes(sizeOf(path));
  const extent = checked === records
    ? `all ${formatCount(records, "record")}`
    : `${checked} of ${formatCount(records, "record")}`;
  say(`  checked ${extent}, ${size}: every checksum, every rule of the format, padding included`);
}

/** Bytes of a file, or of all files of a dataset of many. */
function sizeOf(path: string): number {
  const status = statOf(path);
  if (!status.isDirectory()) return status.size;
  try {
    using dataset = openDataset(path, { storage: "positioned" });
    return dataset.file.byteLength;
  } catch {
    return status.size;
  }
}

/** A file that can't be opened has one finding; the error of opening it explains it. */
function canOpen(path: string): boolean {
  try {
    openDataset(path).close();
    return true;
  } catch (error) {
    printError(describeError(error));
    return false;
  }
}

function damageText({ record, field, code, file = "file" }: Damage): string {
  const place = [record === null ? file : `record ${record}`, field ?? ""].filter(Boolean);
  return `${place.join(", ")}: ${code}`;
}
