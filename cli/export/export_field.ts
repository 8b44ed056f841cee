import { fileError, UsageError } from "../../errors/mod.ts";
import { type DatasetReader, type FieldReader, openDataset } from "../../runtime/mod.ts";
import { AtomicFile, takenError } from "../shared/atomic_file.ts";
import { createFolder } from "../shared/create_folder.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { join } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { isStandardStream } from "../shared/standard_stream.ts";
import { note, warn } from "../shared/terminal.ts";
import { formatCount, formatNumber } from "../shared/units.ts";
import { exportStream } from "./export_stream.ts";
import { commandsOf } from "../roles/mod.ts";
import type { ExportFormat, ExportTally } from "./formats/format.ts";
import { type RecordRange, recordRange } from "./record_range.ts";

/** What to export, and where to. */
export interface ExportOptions {
  readonly field: string;
  readonly to: string;
  readonly format: string | undefined;
  /** As `A:B`; all when left out. */
  readonly records: string | undefined;
}

/**
 * Writes a field's values as ordinary files, and returns the exit code.
 *
 * @throws {UsageError} when there is no such field, format or record.
 * @throws {FileError} when a file would be replaced, or can't be written; nothing is written then.
 */
export async function exportField(file: string, options: ExportOptions): Promise<number> {
  using dataset = openDataset(file);
  const field = dataset.field(options.field);
  const format = chooseFormat(field, options.format);
  const range = recordRange(options.records, dataset.recordCount);
  const tally = { missing: 0 };
  const plan = { field, format, range, folder: options.to, digits: digitsOf(dataset), tally };
  if (isStandardStream(options.to)) exportStream(plan);
  else {
    createFolder(options.to);
    refuseTaken(plan);
    if (format.isSingleFile) await writeSingleFile(plan);
    else await writeFiles(plan);
  }
  note(outcome(plan));
  if (tally.missing > 0) {
    const count = formatNumber(tally.missing);
    warn(`stems that these records don't have: ${count}; ${format.fateOfMissing}`);
  }
  return 0;
}

interface Plan {
  readonly field: FieldReader;
  readonly format: ExportFormat;
  readonly range: RecordRange;
  readonly folder: string;
  /** Digits in the files' names. */
  readonly digits: number;
  readonly tally: ExportTally;
}

function chooseFormat({ name, kind }: FieldReader, wanted: string | undefined): ExportFormat {
  const fitting = commandsOf(kind).formats;
  const format = wanted === undefined
    ? fitting[0]
    : fitting.find((candidate) => candidate.name === wanted);
  if (format !== undefined) return format;
  const names = fitting.map((candidate) => candidate.name).join(", ");
  throw new UsageError(`Cannot export "${name}", a ${kind} field, as ${wanted}`, {
    code: "format",
    field: name,
    found: wanted,
    wanted: names,
    hint: fitting.length === 1 && names === "bin"
      ? "leave --format out: its values become .bin files"
      : `its formats are ${names}`,
  });
}

/** By the file's size, not the range's: a record's file has the same name in every export. */
function digitsOf({ recordCount }: DatasetReader): number {
  return Math.max(6, String(Math.max(0, recordCount - 1)).length);
}

/** What a record becomes: a file, or a folder of its own; or the one file of all. */
function fileName({ format, digits, field }: Plan, record: number): string {
  const ending = format.ending ?? format.name;
  if (format.isSingleFile) return `${field.name}.${ending}`;
  const name = String(record).padStart(digits, "0");
  return format.encodeFolder === undefined ? `${name}.${ending}` : name;
}

function outcome(plan: Plan): string {
  const { field, format, range: { start, end }, folder } = plan;
  const count = formatCount(end - start, "record");
  if (isStandardStream(folder)) return `Exported "${field.name}" of ${count} to standard output`;
  if (start === end && !format.isSingleFile) return `Exported ${count}`;
  return `Exported "${field.name}" of ${count} to "${join(folder, fileNames(plan))}"`;
}

/** What to call the files in one breath. */
function fileNames(plan: Plan): string {
  const { range: { start, end }, format } = plan;
  const first = fileName(plan, start);
  if (format.isSingleFile || end - start <= 1) return first;
  return `${first} … ${fileName(plan, end - 1)}`;
}

function refuseTaken(plan: Plan): void {
  const { folder, range, format } = plan;
  const present = new Set(listFolder(folder));
  const end = format.isSingleFile ? range.start + 1 : range.end;
  for (let record = range.start; present.size > 0 && record < end; record++) {
    const name = fileName(plan, record);
    if (!present.has(name)) continue;
    throw takenError(join(folder, name), "write");
  }
}

function listFolder(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name);
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/** All files, or none: what is there when a record fails is removed again. */
async function writeFiles(plan: Plan): Promise<void> {
  const { field, format, range: { start, end }, folder, tally } = plan;
  using progress = new Progress(end - start);
  /** The files of those before it are there. */
  let record = start;
  const removeAll = () => {
    while (record > start) {
      // There was nothing of that name before: all of it is ours.
      Deno.removeSync(join(folder, fileName(plan, --record)), { recursive: true });
    }
  };
  using guard = new InterruptGuard(removeAll);
  try {
    while (record < end) {
      const path = join(folder, fileName(plan, record));
      // Counted before it is complete: what there is of a folder has to be removed as well.
      if (format.encodeFolder !== undefined) {
        const files = format.encodeFolder(field, record, tally);
        createFolder(path);
        record++;
        for (const [name, pieces] of files) writeFile(join(path, name), pieces);
      } else {
        writeFile(path, format.encode(field, record, tally));
        record++;
      }
      report(progress, record - start);
      await guard.checkpoint();
    }
  } catch (cause) {
    removeAll();
    throw cause;
  }
}

/** Without a pause in it, so that no signal comes in between. */
function writeFile(path: string, pieces: readonly Uint8Array[]): void {
  using file = new AtomicFile(path, { replace: false });
  for (const piece of pieces) file.write(piece);
  file.commit();
}

async function writeSingleFile(plan: Plan): Promise<void> {
  const { field, format, range: { start, end }, folder, tally } = plan;
  using progress = new Progress(end - start);
  using files = new DisposableStack();
  // Before there is a file: a signal that comes right after must not leave it behind.
  using guard = new InterruptGuard(() => files.dispose());
  const file = files.use(new AtomicFile(join(folder, fileName(plan, start)), { replace: false }));
  for (let record = start; record < end; record++) {
    for (const piece of format.encode(field, record, tally)) file.write(piece);
    report(progress, record + 1 - start);
    await guard.checkpoint();
  }
  file.commit();
}

function report(progress: Progress, done: number): void {
  progress.update(done, (seconds) => `${formatNumber(Math.round(done / seconds))} records/s`);
}
