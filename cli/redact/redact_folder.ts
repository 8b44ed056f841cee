import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { folderOf } from "../../runtime/shards/open_source.ts";
import { redactDataset, type Redacted } from "../../shards/redact/redact_dataset.ts";
import type { Remainder } from "../../shards/redact/scan_folder.ts";
import { formatBytes, formatCount } from "../../shards/shared/units.ts";
import { lockFolder } from "../shards/output_folder.ts";
import { exitCodes } from "../shared/exit_codes.ts";
import { Progress } from "../shared/progress.ts";
import { listedRecords, readList } from "../shared/read_list.ts";
import { note, print, printJson, warn } from "../shared/terminal.ts";

/** How many finds are listed for people; JSON has them all. */
const listed = 20;

/** The options as given on the command line. */
export interface RedactArguments {
  readonly drop: string;
  readonly reason: string;
  readonly json: boolean;
}

/** Removes records from a folder, says what is left of them, and returns the exit code. */
export async function redactFolder(
  path: string,
  { drop, reason, json }: RedactArguments,
): Promise<number> {
  const list = await readList(drop);
  const folder = folderOf(path);
  const lock = folder === undefined ? undefined : lockFolder(folder, "redact");
  let redacted: Redacted;
  try {
    using progress = new Progress(folder === undefined ? 0 : bytesOf(folder));
    redacted = await redactDataset(path, (dataset) => listedRecords(list, dataset), {
      reason,
      time: new Date().toISOString(),
      onBytes: (done) => progress.update(done, () => `scanned ${formatBytes(done)}`),
    });
  } finally {
    lock?.release();
  }
  const wrong = redacted.remaining.filter(({ sameAs }) => sameAs === undefined);
  if (json) printJson({ input: path, ...redacted });
  else printRedacted(path, redacted, wrong);
  return wrong.length > 0 ? exitCodes.found : exitCodes.done;
}

function bytesOf(folder: string): number {
  return readDatasetJson(folder).shards.reduce((sum, { bytes }) => sum + bytes, 0);
}

function printRedacted(
  path: string,
  { records, shards, remaining, notSearched }: Redacted,
  wrong: readonly Remainder[],
): void {
  if (records === 0) {
    note(`Completed an earlier redaction of "${path}": removed the files that it had replaced`);
    return;
  }
  note(
    `Removed ${formatCount(records, "record")} from "${path}", in ${formatCount(shards, "shard")}`,
  );
  if (wrong.length === 0) note("  scanned all files: nothing of the removed records is left");
  for (const remainder of wrong.slice(0, listed)) {
    print(`  still there: ${remainderText(remainder)}`);
  }
  if (wrong.length > listed) print(`  and ${wrong.length - listed} more (--json lists all)`);
  const same = new Set(remaining.flatMap(({ sameAs }) => sameAs ?? []));
  if (same.size > 0) {
    const shown = [...same].slice(0, 5).join(", ");
    warn(
      `${formatCount(same.size, "record")} that stay have the same bytes as removed ones: ${shown}${
        same.size > 5 ? " …" : ""
      }`,
    );
  }
  if (notSearched > 0) {
    note(`  too short or too uniform to be searched for: ${formatCount(notSearched, "payload")}`);
  }
}

function remainderText({ file, at, what, record, field }: Remainder): string {
  const whose = record === undefined ? `a ${what}` : `"${field}" of record ${record}`;
  return `${whose} in ${file}, at ${at}`;
}
