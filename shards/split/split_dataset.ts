import { FileError, fileError, UsageError } from "../../errors/mod.ts";
import {
  canonicalJson,
  type FieldIr,
  fieldThatMeans,
  type JsonObject,
  type JsonValue,
} from "../../schema/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/dataset/dataset_reader.ts";
import { system } from "../../hosts/mod.ts";
import { OutputFile } from "../../runtime/output/output_file.ts";
import { datasetJson, parseDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { folderOf } from "../../runtime/shards/open_source.ts";
import { encodeSplit } from "../../runtime/shards/splits.ts";
import { assignGroups, type SplitPart } from "./assign_groups.ts";

/** How to split a dataset. */
export interface SplitOptions {
  /** The parts, at least two. */
  readonly parts: readonly SplitPart[];
  /**
   * The field whose values stay together, by its name or by what it means, such as `"speaker"`; without
   * it, each record is dealt out by itself.
   */
  readonly by?: string | undefined;
  /** Another seed gives another split. */
  readonly seed: number;
  /** Whether splits that the dataset has are replaced. */
  readonly overwrite?: boolean | undefined;
}

/** A part that was made. */
export interface MadeSplit {
  /** What it is called. */
  readonly name: string;
  /** How many records it has. */
  readonly records: number;
  /** How many different values of the field it has. */
  readonly groups: number;
}

/**
 * Writes named parts of a dataset into its `dataset.json`; nothing else changes. The same records give
 * the same parts, in whatever order and shards they are.
 *
 * @throws {UsageError} `"not-a-folder-dataset"` for a single file, `"split-field"` when a field says
 *   already which part a record belongs to, `"no-such-field"`, `"split-by"` for a field whose values
 *   can't be grouped, `"too-few-groups"` when a part would be empty.
 * @throws {FileError} `"exists"` when it has splits already, `"changed"` when another program changes
 *   `dataset.json` at the same time.
 */
export function splitDataset(path: string, options: SplitOptions): MadeSplit[] {
  const folder = folderOf(path);
  if (folder === undefined) {
    throw new UsageError(
      `Cannot split "${path}": parts are written into the dataset.json of a folder`,
      {
        code: "not-a-folder-dataset",
        file: path,
        hint: "make a folder of it: audiofield concat FILE FOLDER/",
      },
    );
  }
  const jsonPath = system().paths.join(folder, datasetJson);
  const before = readBytes(jsonPath);
  const { json } = parseDatasetJson(new TextDecoder().decode(before), jsonPath);
  if (json["splits"] !== undefined && options.overwrite !== true) {
    throw new FileError(`Cannot split "${path}": it has splits already`, {
      code: "exists",
      file: jsonPath,
      found: Object.keys(json["splits"] as JsonObject).join(", "),
      hint: "pass --overwrite to replace them",
    });
  }
  using dataset = openDataset(folder);
  const field = splitField(dataset, options.by);
  const groups = groupsOf(dataset, field);
  const { parts } = options;
  const assigned = assignGroups(groups.list, options);
  const made = parts.map(({ name }, part): MadeSplit => {
    const own = groups.list.filter((_, group) => assigned[group] === part);
    return { name, records: own.reduce((sum, one) => sum + one.records, 0), groups: own.length };
  });
  refuseEmpty(made, { file: path, groups: groups.list.length });
  const splits = parts.map(({ name }, part) => {
    const records = new Uint32Array(made[part]!.records);
    let at = 0;
    groups.ofRecord.forEach((group, record) => {
      if (assigned[group] === part) records[at++] = record;
    });
    return [name, encodeSplit(name, records)] as const;
  });
  for (const [, { entry, bytes }] of splits) {
    if (bytes !== undefined && "file" in entry) writeNew(folder, entry.file, bytes);
  }
  const entries = Object.fromEntries(splits.map(([name, { entry }]) => [name, entry]));
  const text = canonicalJson({ ...json, splits: entries as unknown as JsonValue });
  replace(jsonPath, { before, after: new TextEncoder().encode(text) });
  removeOld(folder, json["splits"], entries);
  return made;
}

/** The field that a split goes by; nothing where records are dealt out one by one. */
function splitField({ ir, file }: DatasetReader, by: string | undefined): FieldIr | undefined {
  const said = fieldThatMeans(ir, "split");
  if (said !== undefined) {
    throw new UsageError(
      `Cannot split "${file.name}": its field "${said.name}" says which part a record belongs to`,
      { code: "split-field", file: file.name, field: said.name, hint: `filter by "${said.name}"` },
    );
  }
  if (by === undefined) return undefined;
  const field = ir.fields.find(({ name }) => name === by) ??
    ir.fields.find(({ options }) => options["means"] === by);
  if (field === undefined) {
    const names = ir.fields.map(({ name }) => name).join(", ");
    throw new UsageError(
      `Cannot split "${file.name}" by "${by}": no field is called or means that`,
      {
        code: "no-such-field",
        file: file.name,
        field: by,
        wanted: names,
        hint: `its fields are ${names}`,
      },
    );
  }
  if (/^(text|category|bool|u?int(8|16|32|64))$/.test(field.kind)) return field;
  throw new UsageError(
    `Cannot split "${file.name}" by "${field.name}": a field of the kind ${field.kind} has no values ` +
      "that records share",
    {
      code: "split-by",
      file: file.name,
      field: field.name,
      found: field.kind,
      hint: "use a field of text, categories or integers",
    },
  );
}

/** The groups of a dataset's records, and the group of each record. */
function groupsOf(
  dataset: DatasetReader,
  field: FieldIr | undefined,
): { list: { value: string; records: number }[]; ofRecord: Uint32Array } {
  const { recordCount, fields } = dataset;
  const key = fieldThatMeans(dataset.ir, "key");
  const reader = fields.get((field ?? key)?.name ?? "");
  const numbers = new Map<string, number>();
  const list: { value: string; records: number }[] = [];
  const ofRecord = new Uint32Array(recordCount);
  for (let record = 0; record < recordCount; record++) {
    // Keys stay the same where records are put in another order.
    const value = reader === undefined ? String(record) : String(reader.decode(record));
    let number = numbers.get(value);
    if (number === undefined) {
      numbers.set(value, number = list.length);
      list.push({ value, records: 0 });
    }
    list[number]!.records++;
    ofRecord[record] = number;
  }
  return { list, ofRecord };
}

function refuseEmpty(
  made: readonly MadeSplit[],
  { file, groups }: { file: string; groups: number },
): void {
  const empty = made.find(({ records }) => records === 0);
  if (empty === undefined) return;
  throw new UsageError(
    `Cannot split "${file}": with ${groups} ${groups === 1 ? "group" : "groups"} of records, ` +
      `"${empty.name}" would be empty`,
    {
      code: "too-few-groups",
      file,
      found: groups,
      hint: "use fewer parts, another ratio or seed, or a field with more values",
    },
  );
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(system().files.readFileSync(path));
  } catch (cause) {
    throw fileError("open", path, cause);
  }
}

/** Writes a file whose name says what is in it, unless it is there. */
function writeNew(folder: string, name: string, bytes: Uint8Array): void {
  const path = system().paths.join(folder, name);
  try {
    system().files.mkdirSync(system().paths.dirname(path), { recursive: true });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  write(path, bytes, () => {});
}

/** Replaces `dataset.json`, unless another program has changed it. */
function replace(
  path: string,
  { before, after }: { before: Uint8Array; after: Uint8Array },
): void {
  write(path, after, () => {
    const now = readBytes(path);
    if (now.length === before.length && now.every((byte, at) => byte === before[at])) return;
    throw new FileError(`Cannot write "${path}": another program has changed it in the meantime`, {
      code: "changed",
      file: path,
      hint: "wait until nothing is writing to the dataset, and split it again",
    });
  });
}

function write(path: string, bytes: Uint8Array, check: () => void): void {
  const output = new OutputFile(path, { overwrite: true });
  try {
    output.write(bytes);
    check();
    output.commit();
  } catch (cause) {
    output.abort();
    throw cause;
  }
}

/** Removes the files of splits that were replaced. */
function removeOld(folder: string, old: JsonValue | undefined, entries: JsonObject | object): void {
  const kept = new Set(filesOf(entries));
  for (const file of filesOf(old ?? {})) {
    if (kept.has(file) || !/^splits\/[\w-]+\.u32$/.test(file)) continue;
    system().files.rmSync(system().paths.join(folder, file), { force: true });
  }
}

function filesOf(splits: unknown): string[] {
  const entries = typeof splits === "object" && splits !== null ? Object.values(splits) : [];
  return entries.flatMap((entry) => {
    const file = (entry as { file?: unknown } | null)?.file;
    return typeof file === "string" ? [file] : [];
  });
}
