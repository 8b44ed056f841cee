import { fileError, UsageError } from "../../errors/mod.ts";
import { type DatasetReader, type FieldReader, openDataset } from "../../runtime/mod.ts";
import { fieldThatMeans } from "../../schema/mod.ts";
import { AtomicFile, takenError } from "../shared/atomic_file.ts";
import { createFolder } from "../shared/create_folder.ts";
import { namesIn, removeAll } from "../shared/files.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { join } from "../../shards/shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { isStandardStream } from "../../shards/shared/standard_stream.ts";
import { note, warn } from "../shared/terminal.ts";
import { formatCount, formatNumber } from "../../shards/shared/units.ts";
import { type ExportPlace, exportPlace, formatOfName } from "./export_place.ts";
import { exportStream } from "./export_stream.ts";
import { commandsOf } from "../roles/mod.ts";
import type { ExportContext, ExportFormat } from "./formats/format.ts";
import { chooseRecords, type RecordChoice, type RecordQuestion } from "../shared/record_choice.ts";

/** What to export, and where to. */
export interface ExportOptions {
  readonly field: string;
  readonly out: string;
  readonly format: string | undefined;
  /** Which records to export. */
  readonly question: RecordQuestion;
}

/**
 * Writes a field's values as ordinary files, and returns the exit code.
 *
 * @throws {UsageError} when there is no such field, format or record.
 * @throws {FileError} when a file would be replaced, or can't be written; in that case, nothing is
 * written.
 */
export async function exportField(file: string, options: ExportOptions): Promise<number> {
  using dataset = openDataset(file);
  const field = dataset.field(options.field);
  const format = chooseFormat(field, options.format ?? formatOfName(options.out, field));
  const chosen = chooseRecords(dataset, options.question);
  const context = contextOf(dataset);
  const place = exportPlace(options.out, { field, format, count: chosen.count });
  const plan = { field, format, chosen, ...place, digits: digitsOf(dataset), context };
  if (isStandardStream(options.out)) exportStream(plan);
  else await writeOut(plan);
  note(outcome(plan));
  if (context.missing > 0) {
    const count = formatNumber(context.missing);
    warn(`stems missing from these records: ${count}; ${format.fateOfMissing}`);
  }
  return 0;
}

interface Plan extends ExportPlace {
  readonly field: FieldReader;
  readonly format: ExportFormat;
  readonly chosen: RecordChoice;
  /** Digits in the files' names. */
  readonly digits: number;
  readonly context: ExportContext;
}

function contextOf(dataset: DatasetReader): ExportContext {
  const hasKeys = fieldThatMeans(dataset.ir, "key") !== undefined;
  return { missing: 0, ...(hasKeys ? { keyOf: (record) => dataset.keyOf(record) } : {}) };
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
      ? "leave out --format: its values become .bin files"
      : `its formats are ${names}`,
  });
}

/**
 * Depends on the size of the dataset, not of the choice: a record's file has the same name in every
 * export.
 */
function digitsOf({ recordCount }: DatasetReader): number {
  return Math.max(6, String(Math.max(0, recordCount - 1)).length);
}

/**
 * The name of the file or folder of the record at a place, or of the one file that holds all
 * records.
 */
function fileName({ format, digits, field, chosen, name: given }: Plan, place: number): string {
  if (given !== undefined) return given;
  const ending = format.ending ?? format.name;
  if (format.isSingleFile) return `${field.name}.${ending}`;
  const name = String(chosen.at(place)).padStart(digits, "0");
  return format.encodeFolder === undefined ? `${name}.${ending}` : name;
}

function outcome(plan: Plan): string {
  const { field, format, chosen, folder } = plan;
  const count = formatCount(chosen.count, "record");
  if (isStandardStream(folder)) return `Exported "${field.name}" of ${count} to standard output`;
  if (chosen.count === 0 && !format.isSingleFile) return `Exported ${count}`;
  return `Exported "${field.name}" of ${count} to "${join(folder, fileNames(plan))}"`;
}

/** The names of the files, abbreviated. */
function fileNames(plan: Plan): string {
  const { chosen, format } = plan;
  const first = fileName(plan, 0);
  if (format.isSingleFile || chosen.count <= 1) return first;
  return `${first} … ${fileName(plan, chosen.count - 1)}`;
}

function refuseTaken(plan: Plan): void {
  const { folder, chosen, format } = plan;
  const present = new Set(listFolder(folder));
  const count = format.isSingleFile ? 1 : chosen.count;
  for (let place = 0; present.size > 0 && place < count; place++) {
    const name = fileName(plan, place);
    if (!present.has(name)) continue;
    throw takenError(join(folder, name), "write");
  }
}

function listFolder(folder: string): string[] {
  try {
    return namesIn(folder);
  } catch (cause) {
    throw fileError("read", folder, cause);
  }
}

/** Writes everything, or nothing: when a record fails or the user interrupts, all is removed. */
async function writeOut(plan: Plan): Promise<void> {
  using undo = new DisposableStack();
  // Made first: a signal right after something is created must not leave it behind.
  using guard = new InterruptGuard(() => undo.dispose());
  undo.defer(createFolder(plan.folder));
  refuseTaken(plan);
  await (plan.format.isSingleFile ? writeSingleFile : writeFiles)(plan, { undo, guard });
  undo.move();
}

interface Safety {
  /** Removes what was made. */
  readonly undo: DisposableStack;
  readonly guard: InterruptGuard;
}

async function writeFiles(plan: Plan, { undo, guard }: Safety): Promise<void> {
  const { field, format, chosen, folder, context } = plan;
  using progress = new Progress(chosen.count);
  /** How many records have been written. */
  let done = 0;
  undo.defer(() => {
    while (done > 0) {
      // Nothing had that name before, so all of it is ours.
      removeAll(join(folder, fileName(plan, --done)));
    }
  });
  while (done < chosen.count) {
    const record = chosen.at(done);
    const path = join(folder, fileName(plan, done));
    // Counted before it is complete, because an incomplete folder has to be removed as well.
    if (format.encodeFolder !== undefined) {
      const files = format.encodeFolder(field, record, context);
      createFolder(path);
      done++;
      for (const [name, pieces] of files) writeFile(join(path, name), pieces);
    } else {
      writeFile(path, format.encode(field, record, context));
      done++;
    }
    report(progress, done);
    await guard.checkpoint();
  }
}

/** Writes a file without a pause, so that no signal can come in between. */
function writeFile(path: string, pieces: readonly Uint8Array[]): void {
  using file = new AtomicFile(path, { replace: false });
  for (const piece of pieces) file.write(piece);
  file.commit();
}

async function writeSingleFile(plan: Plan, { undo, guard }: Safety): Promise<void> {
  const { field, format, chosen, folder, context } = plan;
  using progress = new Progress(chosen.count);
  const file = undo.use(new AtomicFile(join(folder, fileName(plan, 0)), { replace: false }));
  for (let place = 0; place < chosen.count; place++) {
    for (const piece of format.encode(field, chosen.at(place), context)) file.write(piece);
    report(progress, place + 1);
    await guard.checkpoint();
  }
  file.commit();
}

function report(progress: Progress, done: number): void {
  progress.update(done, (seconds) => `${formatNumber(Math.round(done / seconds))} records/s`);
}
