import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import { checkWindow } from "./check_window.ts";
import type { Indices } from "../container/indices.ts";

/** What a batch's rows are counted in. */
export type RowUnit = "sample" | "frame";

/** The option that says how long a batch's rows may be. */
export const longestOption = { sample: "maxSamples", frame: "maxFrames" } as const;

/**
 * The longest windows that a batch has room for; kept with the batch, because an object made for
 * each call would be garbage.
 */
export interface WindowCapacity {
  readonly most: number;
  /** What is counted. */
  readonly unit: RowUnit;
}

/**
 * Checks windows of `count` samples or frames, one per record, before anything in a batch is
 * changed.
 *
 * @throws {UsageError} when the number of starts isn't the number of records, a window is invalid,
 *   or windows are longer than the batch has room for.
 */
export function checkWindows(
  indices: Indices,
  starts: Indices,
  count: number,
  capacity: WindowCapacity,
): void {
  if (starts.length !== indices.length) {
    throw new UsageError(
      `Cannot decode windows of ${
        counted(indices.length, "record")
      }: expected as many starts, got ${starts.length}`,
      { code: "invalid-window", found: starts.length, wanted: indices.length },
    );
  }
  const { most, unit } = capacity;
  checkWindow(0, count, unit);
  if (count > most) {
    throw new UsageError(
      `Cannot decode windows of ${count} ${unit}s into a batch with room for ${most} per record`,
      {
        code: "batch-too-small",
        found: count,
        wanted: most,
        hint: `allocate it with ${longestOption[unit]}: ${count}`,
      },
    );
  }
  for (let row = 0; row < starts.length; row++) checkWindow(starts[row]!, count, unit);
}
