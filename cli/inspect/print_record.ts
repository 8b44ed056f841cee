import type { DatasetReader } from "../../runtime/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import { formatTable, outputWidth } from "../shared/table.ts";
import { print } from "../shared/terminal.ts";
import type { RecordDescription } from "./describe_record.ts";

/** Prints one record for people. */
export function printRecord(
  { index, key, fields }: RecordDescription,
  { dataset, path }: { dataset: DatasetReader; path: string },
): void {
  print(`${path}: record ${index}${key === undefined ? "" : `, ${JSON.stringify(key)}`}`);
  print("");
  const rows = Object.entries(fields).map(([name, { metadata, preview }]) => [
    name,
    previewText(preview),
    // Without a payload, the metadata is the value, which is already shown.
    fieldKind(dataset.field(name).kind)?.hasPayload
      ? Object.entries(metadata).map(([key, value]) => `${key} ${value}`).join(", ")
      : "",
  ]);
  print(formatTable([["field", "value", "metadata"], ...rows], { maxWidth: outputWidth() }));
}

function previewText(preview: unknown): string {
  if (Array.isArray(preview)) return preview.length === 0 ? "no samples" : `${preview.join(" ")} …`;
  if (typeof preview === "object" && preview !== null) {
    const parts = Object.entries(preview).map(([name, part]) =>
      `${name}: ${part === null ? "missing" : previewText(part)}`
    );
    return parts.join("; ");
  }
  // Quoted, so that control characters in a text don't reach the terminal.
  return typeof preview === "string" ? JSON.stringify(preview) : String(preview);
}
