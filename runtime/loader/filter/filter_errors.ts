import { UsageError } from "../../../errors/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";

/**
 * The index of a field in the schema.
 *
 * @throws {UsageError} `"no-such-field"`, naming the fields that exist.
 */
export function fieldIndexOf(file: ReadableFile, name: string): number {
  const index = file.ir.fields.findIndex((field) => field.name === name);
  if (index !== -1) return index;
  const names = file.ir.fields.map((field) => field.name).join(", ");
  throw new UsageError(`"${file.name}" has no field "${name}"`, {
    code: "no-such-field",
    file: file.name,
    field: name,
    wanted: names,
    hint: `its fields are ${names}`,
  });
}

/** The error for a condition that a field can't have. */
export function invalidFilter(
  file: ReadableFile,
  { field, found, wanted }: { field: string; found: unknown; wanted: string },
): UsageError {
  const text = textOf(found);
  return new UsageError(
    `Cannot filter the records of "${file.name}" by "${field}": found ${text}, wanted ${wanted}`,
    { code: "invalid-filter", file: file.name, field, found: text, wanted },
  );
}

/** JSON, extended by what JSON has no notation for. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  });
  return text ?? String(value);
}
