import type { FieldTotals } from "../../runtime/mod.ts";
import { type FieldIr, fieldPeriod } from "../../schema/mod.ts";
import type { DurationTotals } from "./role.ts";

/** The seconds of all records, and the bits that each second takes. */
export function durationsOf(
  { totalBytes, totalLength }: FieldTotals,
  field: FieldIr,
): DurationTotals | undefined {
  const period = fieldPeriod(field);
  if (period === undefined) return undefined;
  const seconds = totalLength * period[0] / period[1];
  return seconds === 0 ? { seconds } : { seconds, bitrate: Math.round(totalBytes * 8 / seconds) };
}
