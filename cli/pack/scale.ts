import { isScale } from "../../audio/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";

/** A factor as a person writes it: a number above 0, or a fraction such as `1/32768`. */
export function parseScale(text: string): number | undefined {
  const [numerator = "", denominator = "1", more] = text.split("/");
  if (!isNumber(numerator) || !isNumber(denominator) || more !== undefined) return undefined;
  const factor = Number(numerator) / Number(denominator);
  return isScale(factor) ? factor : undefined;
}

/**
 * The factor of `--scale`.
 *
 * @throws {UsageError} `"scale"` for what isn't one.
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

/** A record whose audio files are scaled by a factor, but those that have a scale of their own. */
export function scaledRecord(
  record: Record<string, unknown>,
  { fields }: DatasetIr,
  scale: number,
): Record<string, unknown> {
  const scaled = { ...record };
  for (const { name, kind } of fields) {
    const role = roleOf(kind);
    const value = record[name];
    if (role === "audio" || role === "features" || role === "tokens") {
      scaled[name] = scaledAudio(value, scale);
    } else if (role === "stems") scaled[name] = scaledStems(value, scale);
  }
  return scaled;
}

function scaledStems(value: unknown, scale: number): unknown {
  if (!isObject(value) || "path" in value) return scaledAudio(value, scale);
  const stems = Object.entries(value).map(([name, stem]) => [name, scaledAudio(stem, scale)]);
  return Object.fromEntries(stems);
}

/** A path or a segment with its scale; arrays in `.npy` files aren't audio. */
function scaledAudio(value: unknown, scale: number): unknown {
  if (typeof value === "string") return /\.npy$/i.test(value) ? value : { path: value, scale };
  return isObject(value) && "path" in value ? { scale, ...value } : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isNumber(text: string): boolean {
  return /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text);
}
