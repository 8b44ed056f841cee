import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { FieldReader } from "../../runtime/mod.ts";
import { basename, dirname } from "../../shards/shared/paths.ts";
import { isFolder } from "../shared/files.ts";
import { commandsOf } from "../roles/mod.ts";
import type { ExportFormat } from "./formats/format.ts";

/** Where an export goes. */
export interface ExportPlace {
  readonly folder: string;
  /** The name of the only file, if the user chose it. */
  readonly name?: string;
}

/**
 * Where `--out` leads: it is a folder, unless it isn't there yet and is called like a file of one of
 * the field's formats, and there is only one file to write.
 *
 * @throws {UsageError} when it is called like a file, and there are several, or the format is another.
 */
export function exportPlace(
  out: string,
  { field, format, count }: {
    readonly field: FieldReader;
    readonly format: ExportFormat;
    /** How many records are exported. */
    readonly count: number;
  },
): ExportPlace {
  const { formats } = commandsOf(field.kind);
  const ending = endingOf(format);
  const isCalledLike = (wanted: string) => out.toLowerCase().endsWith(`.${wanted}`);
  const named = isCalledLike(ending) ? ending : formats.map(endingOf).find(isCalledLike);
  if (named === undefined || isFolder(out)) return { folder: out };
  const what = `Cannot export "${field.name}" as ${format.name} to "${out}"`;
  if (named !== ending) {
    throw new UsageError(`${what}: files of that format end in .${ending}`, {
      code: "format",
      field: field.name,
      found: `.${named}`,
      wanted: `.${ending}`,
      hint: "leave --format out, or name a folder",
    });
  }
  const isOne = format.isSingleFile || (count === 1 && format.encodeFolder === undefined);
  if (isOne) return { folder: dirname(out), name: basename(out) };
  throw new UsageError(`${what}: that is the name of one file, and there is more to write`, {
    code: "arguments",
    field: field.name,
    found: format.encodeFolder === undefined ? counted(count, "file") : "a folder for each record",
    wanted: "a folder",
    hint: `name a folder, such as "${field.name}"`,
  });
}

/** The name of the format whose files are called like `out`, unless that is a folder. */
export function formatOfName(out: string, { kind }: FieldReader): string | undefined {
  if (isFolder(out)) return undefined;
  const name = out.toLowerCase();
  return commandsOf(kind).formats.find((format) => name.endsWith(`.${endingOf(format)}`))?.name;
}

function endingOf({ ending, name }: ExportFormat): string {
  return ending ?? name;
}
