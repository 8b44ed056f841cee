import type { ManifestError } from "../../errors/mod.ts";
import type { FieldIr } from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";
import { resolvePath } from "../shared/paths.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";

/** The field a value is for, and how to complain about it. */
export interface ManifestPlace {
  readonly field: FieldIr;
  /** The folder that paths are relative to. */
  readonly folder: string;
  wrong(wanted: string, found: string): ManifestError;
}

/**
 * A JSON value as the writer takes it: audio as a path from where the user stands, `bytes` read
 * from their file, 64-bit integers as BigInt. All else is the writer's to check.
 *
 * @throws {ManifestError} when the value can't be what its field wants.
 * @throws {FileError} when the file of a `bytes` field can't be read.
 */
export function manifestValue(value: unknown, place: ManifestPlace): unknown {
  const { kind } = place.field;
  switch (roleOf(kind)) {
    case "audio":
      return pathOf(value, place);
    case "bytes":
      return readRegularFile(pathOf(value, place));
    case "scalar":
      return kind === "uint64" || kind === "int64" ? integer(value, place) : finite(value, place);
    case "text":
      return value;
  }
}

function pathOf(value: unknown, { folder, wrong }: ManifestPlace): string {
  if (typeof value === "string" && value !== "" && !value.includes("\0")) {
    return resolvePath(folder, value);
  }
  throw wrong("the path of a file", JSON.stringify(value));
}

function integer(value: unknown, { wrong }: ManifestPlace): unknown {
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "string" || (typeof value === "number" && !Number.isSafeInteger(value))) {
    // JSON's numbers are rounded beyond 2^53, and the number that was meant can't be told any more.
    const wanted = "an integer (beyond 2^53 as a decimal string)";
    throw wrong(wanted, JSON.stringify(value));
  }
  return value;
}

function finite(value: unknown, { wrong }: ManifestPlace): unknown {
  if (value === Infinity || value === -Infinity) throw wrong("a finite number", String(value));
  return value;
}
