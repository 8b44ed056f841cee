import { UsageError } from "../../errors/mod.ts";

/**
 * @param unit what is counted.
 * @throws {UsageError} unless both are integers from 0, neither of them too large for one.
 */
export function checkWindow(
  start: number,
  count: number,
  unit: "sample" | "frame" = "sample",
): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(count) && start >= 0 && count >= 0) {
    return;
  }
  throw new UsageError(
    `Cannot decode ${count} ${unit}s from ${unit} ${start}: expected two integers from 0`,
    { code: "invalid-window", found: `${start}, ${count}` },
  );
}
