import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { FieldReader } from "../../runtime/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import { openOutput } from "../shared/output_stream.ts";
import { standardStream } from "../../shards/shared/standard_stream.ts";
import type { ExportContext, ExportFormat } from "./formats/format.ts";

/**
 * Writes to standard output what would be a single file: all records, in a format that puts them
 * into one file, or one record. Ends early when nobody reads the output any more.
 *
 * @throws {UsageError} when it would be several files.
 */
export function exportStream(
  { field, format, chosen, context }: {
    field: FieldReader;
    format: ExportFormat;
    chosen: RecordChoice;
    context: ExportContext;
  },
): void {
  if (format.encodeFolder !== undefined) throw severalFiles(field, format, "each record's files");
  if (!format.isSingleFile && chosen.count !== 1) {
    throw severalFiles(field, format, `a file for each of ${counted(chosen.count, "record")}`);
  }
  using output = openOutput(standardStream, { replace: false });
  for (let place = 0; place < chosen.count && !output.isClosed; place++) {
    for (const piece of format.encode(field, chosen.at(place), context)) output.write(piece);
  }
  output.commit();
}

function severalFiles(
  { name, kind }: FieldReader,
  format: ExportFormat,
  found: string,
): UsageError {
  const { formats } = commandsOf(kind);
  const single = formats.find(({ isSingleFile }) => isSingleFile);
  const file = formats.find(({ isSingleFile, encodeFolder }) => !isSingleFile && !encodeFolder);
  const ways = [
    ...(format.encodeFolder === undefined || file === undefined ? [] : [`--format ${file.name}`]),
    ...(format.encodeFolder === undefined ? ["one record with --records, as in 7:8"] : []),
    ...(single === undefined ? [] : [`--format ${single.name}`]),
  ];
  return new UsageError(`Cannot export "${name}" as ${format.name} to standard output`, {
    code: "standard-stream",
    field: name,
    found,
    wanted: "a single file",
    hint: `choose ${ways.join(", or ")}`,
  });
}
