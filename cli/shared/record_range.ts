import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";

/** Records from `start` up to but not including `end`. */
export interface RecordRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `A:B`, either side optional.
 *
 * @throws {UsageError} when it isn't a range, or the file doesn't have these records.
 */
export function recordRange(text: string | undefined, recordCount: number): RecordRange {
  const [, first, last] = (text ?? ":").match(/^(\d{0,15}):(\d{0,15})$/) ?? [];
  if (first === undefined || last === undefined) {
    throw wrongRange(`Cannot read --records ${text}: expected A:B`, "record-range", text);
  }
  const start = first === "" ? 0 : Number(first);
  const end = last === "" ? recordCount : Number(last);
  if (start > end || end > recordCount) {
    const reason = start > end
      ? "it ends before it begins"
      : `there ${recordCount === 1 ? "is" : "are"} ${counted(recordCount, "record")}`;
    throw wrongRange(`Cannot choose records ${text}: ${reason}`, "no-such-record", text);
  }
  return { start, end };
}

function wrongRange(message: string, code: string, found: string | undefined): UsageError {
  return new UsageError(message, {
    code,
    found,
    hint: "write 10:20 for records 10 to 19, or 10: for record 10 and all after it",
  });
}
