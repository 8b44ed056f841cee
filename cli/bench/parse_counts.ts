import { UsageError } from "../../errors/mod.ts";

/**
 * A list of whole numbers as given on a command line: `1,8,64`.
 *
 * @throws {UsageError} `"arguments"`.
 */
export function parseCounts(
  text: string,
  { option, min, max }: { option: string; min: number; max: number },
): number[] {
  return text.split(",").map((part) => {
    const value = Number(part);
    if (/^\d+$/.test(part.trim()) && value >= min && value <= max) return value;
    throw new UsageError(
      `Cannot measure ${option} ${JSON.stringify(part)}: expected numbers from ${min} to ${max}`,
      { code: "arguments", found: part, hint: "separate several numbers by commas, as in 1,8,64" },
    );
  });
}
