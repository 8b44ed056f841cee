import { existsSync } from "node:fs";
import { FileError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";
import { MissingFile } from "./values/missing_files.ts";
import type { InputFacts } from "./pack_account.ts";
import type { InputRecord } from "./record_source.ts";

/**
 * What a report says of an input: the file that its audio, or what stands for it, comes from.
 *
 * @param valuesOrCause its values by field, or why it has none.
 */
export function inputFacts(
  { source, line }: Pick<InputRecord, "source" | "line">,
  valuesOrCause: unknown,
  ir: DatasetIr,
): InputFacts {
  const file = line === undefined ? source : fileOf(valuesOrCause, ir) ?? source;
  return { source: file, ...(line === undefined ? {} : { line }), bytes: sizeOf(file) };
}

function fileOf(valuesOrCause: unknown, ir: DatasetIr): string | undefined {
  if (valuesOrCause instanceof FileError) return valuesOrCause.file;
  if (valuesOrCause instanceof MissingFile) return valuesOrCause.path;
  const isRecord = typeof valuesOrCause === "object" && valuesOrCause !== null &&
    !(valuesOrCause instanceof Error);
  return isRecord ? fileOfRecord(valuesOrCause as Record<string, unknown>, ir) : undefined;
}

function fileOfRecord(record: Record<string, unknown>, { fields }: DatasetIr): string | undefined {
  for (const { name, kind } of fields) {
    if (!["audio", "stems", "features", "tokens"].includes(roleOf(kind))) continue;
    const file = fileOfValue(record[name]);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The path of a value: itself, its `path`, or that of the first of its stems. */
function fileOfValue(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  if ("path" in value) return fileOfValue(value.path);
  return Object.values(value).map(fileOfValue).find((file) => file !== undefined);
}

/** The size of a file; `null` where there is none. */
export function sizeOf(file: string): number | null {
  try {
    // Many inputs may be missing, and asking that way is twenty times faster.
    if (!existsSync(file)) return null;
    const { isFile, size } = Deno.statSync(file);
    return isFile ? size : null;
  } catch {
    return null;
  }
}
