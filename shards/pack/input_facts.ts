import { FileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { inputsOf } from "../sources/role_inputs.ts";
import { MissingFile } from "../sources/values/missing_files.ts";
import { inputKey } from "../sources/input_key.ts";
import type { InputFacts } from "./pack_account.ts";
import type { InputRecord } from "../sources/record_source.ts";

/**
 * What a report says about an input: the file that its audio, or whatever replaces audio, comes
 * from.
 *
 * @param valuesOrCause its values by field, or why it has none.
 */
export function inputFacts(
  { source, line, key, bytesOf }: Pick<InputRecord, "source" | "line" | "key" | "bytesOf">,
  valuesOrCause: unknown,
  ir: DatasetIr,
): InputFacts {
  const file = line === undefined ? source : fileOf(valuesOrCause, ir) ?? source;
  const known = bytesOf?.(file);
  return {
    source: file,
    ...(line === undefined ? {} : { line }),
    key: inputKey({ key }, valuesOrCause, ir),
    bytes: known === undefined ? sizeOf(file) : known,
  };
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
    const file = inputsOf(kind).files?.fileOf(record[name]);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The size of a file; `null` if there is none. */
export function sizeOf(file: string): number | null {
  try {
    // Many inputs may be missing, and asking this way is twenty times faster.
    if (!system().files.existsSync(file)) return null;
    const status = system().files.statSync(file);
    return status.isFile() ? status.size : null;
  } catch {
    return null;
  }
}
