/** What a `Content-Range` says. */
export interface ContentRange {
  readonly start: number;
  /** Where the range ends: one after its last byte. */
  readonly end: number;
  /** Bytes of the whole file; `undefined` where the server doesn't say. */
  readonly total: number | undefined;
}

/** Reads a `Content-Range` of bytes; nothing if it is another thing, or contradicts itself. */
export function parseContentRange(value: string): ContentRange | undefined {
  const found = /^bytes (\d{1,17})-(\d{1,17})\/(\d{1,17}|\*)$/.exec(value.trim());
  if (found === null) return undefined;
  const [start, last] = [Number(found[1]), Number(found[2])];
  const total = found[3] === "*" ? undefined : Number(found[3]);
  if (start > last || !Number.isSafeInteger(last + 1)) return undefined;
  if (total !== undefined && last >= total) return undefined;
  return { start, end: last + 1, total };
}

/** The file's length in the `Content-Range` of a 416. */
export function parseUnsatisfied(value: string | null): number | undefined {
  const found = /^bytes \*\/(\d{1,17})$/.exec(value?.trim() ?? "");
  return found === null ? undefined : Number(found[1]);
}
