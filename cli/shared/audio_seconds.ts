import type { DatasetReader } from "../../runtime/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import { roleOf } from "./field_role.ts";

/** The seconds of audio in each field that holds any, from the file's totals. */
export function audioSeconds({ ir, file }: DatasetReader): Map<string, number> {
  const seconds = new Map<string, number>();
  ir.fields.forEach((field, index) => {
    const role = roleOf(field.kind);
    if (role !== "audio" && role !== "stems") return;
    const options = fieldKind(field.kind)?.resolve(field.options);
    if (options === undefined || !("sampleRate" in options)) return;
    seconds.set(field.name, file.entry(index).totals.totalLength / Number(options.sampleRate));
  });
  return seconds;
}
