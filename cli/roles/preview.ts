import type { MetadataValue } from "../../runtime/mod.ts";

const previewElements = 8;

/** The first samples or values of an array. */
export function firstOf(values: ArrayLike<number>): (MetadataValue | string)[] {
  return Array.from(
    { length: Math.min(values.length, previewElements) },
    (_, at) => jsonNumber(values[at]!),
  );
}

/** JSON has no NaN and no infinity. */
export function jsonNumber(value: MetadataValue): MetadataValue | string {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
