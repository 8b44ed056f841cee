import { UsageError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { inputsOf } from "../sources/role_inputs.ts";
import { parseScale } from "../sources/values/parse_scale.ts";

/**
 * The factor of `--scale`.
 *
 * @throws {UsageError} `"scale"` for anything that isn't a factor.
 */
export function scaleOption(text: string): number {
  const factor = parseScale(text);
  if (factor !== undefined) return factor;
  throw new UsageError(`Cannot scale audio by "${text}"`, {
    code: "scale",
    found: text,
    wanted: "a number above 0, or a fraction such as 1/32768",
  });
}

/**
 * A record whose audio files are scaled by a factor, except those that have a scale of their own.
 */
export function scaledRecord(
  record: Record<string, unknown>,
  { fields }: DatasetIr,
  scale: number,
): Record<string, unknown> {
  const scaled = { ...record };
  for (const { name, kind } of fields) {
    const { files } = inputsOf(kind);
    if (files !== undefined) scaled[name] = files.scaled(record[name], scale);
  }
  return scaled;
}
