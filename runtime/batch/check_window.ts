import { UsageError } from "../../errors/mod.ts";

/**
 * @param unit what is counted.
 * @throws {UsageError} unless both are safe integers of at least 0.
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
    `Cannot decode ${count} ${unit}s from ${unit} ${start}: expected two integers of at least 0`,
    { code: "invalid-window", found: `${start}, ${count}` },
  );
}
