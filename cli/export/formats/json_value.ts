/**
 * A scalar as JSON, exactly as stored: 64-bit integers as decimal strings, and values that JSON has
 * no numbers for as `"NaN"`, `"Infinity"` and `"-Infinity"`.
 */
export function jsonValue(value: unknown): string {
  if (typeof value === "bigint") return `"${value}"`;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `"${value}"`;
    return Object.is(value, -0) ? "-0" : String(value);
  }
  return JSON.stringify(value);
}
