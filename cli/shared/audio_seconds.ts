import type { DatasetReader } from "../../runtime/mod.ts";
import { fieldKind, fieldPeriod } from "../../schema/mod.ts";

/** The seconds of audio in each field that holds any, from the file's totals. */
export function audioSeconds({ ir, file }: DatasetReader): Map<string, number> {
  const seconds = new Map<string, number>();
  ir.fields.forEach((field, index) => {
    const period = fieldKind(field.kind)?.role === "audio" ? fieldPeriod(field) : undefined;
    if (period === undefined) return;
    const { totalLength } = file.entry(index).totals;
    seconds.set(field.name, totalLength * period[0] / period[1]);
  });
  return seconds;
}
