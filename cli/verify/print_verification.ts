import { openDataset } from "../../runtime/mod.ts";
import { type Damage, verifyFile, type VerifyReport } from "../../runtime/verify/mod.ts";
import { statOf } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { note, print, printJson } from "../shared/terminal.ts";
import { formatBytes, formatCount } from "../shared/units.ts";

/** How much damage is listed for people; JSON has it all. */
const listed = 20;

/**
 * Verifies a file, prints what was found, and returns the exit code.
 *
 * @throws {FormatError} when it isn't an audiofield file, and the output isn't JSON.
 */
export function printVerification(path: string, { json }: { json: boolean }): number {
  const report = verify(path);
  if (json) printJson(report);
  else printReport(report, path);
  return report.ok ? 0 : 1;
}

function verify(path: string): VerifyReport {
  using progress = new Progress(statOf(path).size);
  return verifyFile(path, {
    onProgress: (done) => progress.update(done, (seconds) => `${formatBytes(done / seconds)}/s`),
  });
}

function printReport({ ok, records, checked, damaged }: VerifyReport, path: string): void {
  if (checked === 0 && !ok) {
    // A file that can't be opened has one finding; opening it throws the error that explains it.
    using _file = openDataset(path);
  }
  const say = ok ? note : print;
  say(`${path}: ${ok ? "sound" : `damaged in ${formatCount(damaged.length, "place")}`}`);
  for (const damage of damaged.slice(0, listed)) print(`  ${damageText(damage)}`);
  if (damaged.length > listed) print(`  and ${damaged.length - listed} more (--json lists all)`);
  const size = formatBytes(statOf(path).size);
  const extent = checked === records
    ? `all ${formatCount(records, "record")}`
    : `${checked} of ${formatCount(records, "record")}`;
  say(`  checked ${extent}, ${size}: every checksum, every rule of the format, padding included`);
}

function damageText({ record, field, code }: Damage): string {
  const place = [record === null ? "file" : `record ${record}`, field ?? ""].filter(Boolean);
  return `${place.join(", ")}: ${code}`;
}
