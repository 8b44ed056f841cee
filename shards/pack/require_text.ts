import { ManifestError } from "../../errors/mod.ts";
import { type DatasetIr, fieldKind } from "../../schema/mod.ts";
import type { InputRecord } from "../sources/record_source.ts";

/**
 * Makes sure that a record has its own texts, so that none is its field's default.
 *
 * @throws {ManifestError} when one is missing or empty.
 */
export function requireText(
  record: Readonly<Record<string, unknown>>,
  { ir, input }: { ir: DatasetIr; input: InputRecord },
): void {
  const field = ir.fields.find(({ kind, name }) =>
    fieldKind(kind)?.role === "text" && (record[name] ?? "") === ""
  );
  if (field === undefined) return;
  const { where, source, line } = input;
  const reason = line === undefined
    ? "the .txt next to it is missing or empty"
    : "it is missing or empty";
  throw new ManifestError(`Cannot fill "${field.name}" of ${where}: ${reason}`, {
    code: "no-text",
    file: source,
    field: field.name,
    hint: "add the text, or pack without --require-text",
  });
}
