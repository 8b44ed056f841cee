import { UsageError } from "../../errors/mod.ts";
import { checkWindow } from "./check_window.ts";
import type { Indices } from "./indices.ts";

/** Windows, one of each record, for a batch. */
export interface WindowsRequest {
  readonly indices: Indices;
  /** Where each window begins. */
  readonly starts: Indices;
  /** The length of all of them. */
  readonly count: number;
  /** The longest that the batch has room for. */
  readonly most: number;
  /** What is counted. */
  readonly unit: "sample" | "frame";
  /** The option that makes the batch larger. */
  readonly option: string;
}

/**
 * Checks windows before anything of a batch is changed.
 *
 * @throws {UsageError} when they aren't as many as the records, aren't windows, or are longer than
 *   the batch has room for.
 */
export function checkWindows(
  { indices, starts, count, most, unit, option }: WindowsRequest,
): void {
  if (starts.length !== indices.length) {
    throw new UsageError(
      `Cannot decode windows of ${indices.length} records from ${starts.length} starts`,
      { code: "invalid-window", found: starts.length, wanted: indices.length },
    );
  }
  checkWindow(0, count, unit);
  if (count > most) {
    throw new UsageError(
      `Cannot decode windows of ${count} ${unit}s into a batch of records of up to ${most}`,
      {
        code: "batch-too-small",
        found: count,
        wanted: most,
        hint: `allocate it with ${option}: ${count}`,
      },
    );
  }
  for (let row = 0; row < starts.length; row++) checkWindow(starts[row]!, count, unit);
}
