import type { MetadataValue } from "../../runtime/mod.ts";

const previewElements = 8;
const previewCharacters = 80;

/** The first samples or values of an array. */
export function firstOf(values: ArrayLike<number>): (MetadataValue | string)[] {
  return Array.from(
    { length: Math.min(values.length, previewElements) },
    (_, at) => jsonNumber(values[at]!),
  );
}

/** The beginning of a text, with an ellipsis if it goes on. */
export function textStart(text: string): string {
  // Cut by characters, so that no surrogate pair is split.
  const start = [...text.slice(0, previewCharacters * 2)].slice(0, previewCharacters).join("");
  return start.length < text.length ? `${start}…` : text;
}

/** JSON has no NaN and no infinity. */
export function jsonNumber(value: MetadataValue): MetadataValue | string {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
