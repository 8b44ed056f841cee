import { shortened } from "./printable.ts";

/**
 * A value of a manifest as an error shows it: JSON, cut where it is long. Arrays and objects are
 * only named, because they may be of any size and depth. Numbers that are too large for a float
 * have become infinite.
 */
export function shownValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shortened(value));
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
