import { UsageError } from "../../../errors/mod.ts";
import { nearNames } from "../../../errors/near_names.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { shownCondition } from "./shown_condition.ts";

/**
 * The index of a field in the schema.
 *
 * @throws {UsageError} `"no-such-field"`, naming the fields that exist.
 */
export function fieldIndexOf(file: ReadableFile, name: string): number {
  const fields = file.ir.fields.map((field) => field.name);
  const index = fields.indexOf(name);
  if (index !== -1) return index;
  const names = fields.join(", ");
  throw new UsageError(`"${file.name}" has no field "${name}"`, {
    code: "no-such-field",
    file: file.name,
    field: name,
    wanted: names,
    hint: `its fields are ${names}${nearQuestion(name, fields)}`,
  });
}

/** The end of a hint that suggests similar names; empty if there are none. */
export function nearQuestion(name: string, known: readonly string[]): string {
  const near = nearNames(name, known).slice(0, 3);
  return near.length === 0 ? "" : `; did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
}

/** The error for a condition that a field can't have. */
export function invalidFilter(
  file: ReadableFile,
  { field, kind, found, wanted, hint }: {
    field: string;
    kind: string;
    found: unknown;
    wanted: string;
    hint?: string | undefined;
  },
): UsageError {
  const text = shownCondition(found);
  return new UsageError(
    `Cannot filter the records of "${file.name}" by "${field}", a field of kind ${kind}: found ` +
      `${text}, wanted ${wanted}`,
    { code: "invalid-filter", file: file.name, field, found: text, wanted, hint },
  );
}

/** The error for a value that isn't a filter, or is nested too deeply. */
export function notAFilter(
  file: ReadableFile,
  { place, found, wanted }: { place: string; found: unknown; wanted: string },
): UsageError {
  const text = shownCondition(found);
  return new UsageError(
    `Cannot filter the records of "${file.name}": ${place} is ${text}, wanted ${wanted}`,
    { code: "invalid-filter", file: file.name, found: text, wanted },
  );
}
