import { type ContentRange, parseContentRange } from "./content_range.ts";
import { compressed, html, wrongLength, wrongRange } from "./http_errors.ts";

/** The bytes that were asked for. */
export interface AskedRange {
  readonly at: number;
  readonly end: number;
}

/**
 * Refuses answers that don't hold bytes of the file as they are.
 *
 * @throws {FileError} `"html"`, `"compressed"`, `"wrong-range"`.
 */
export function checkForm({ headers, status }: Response, name: string): void {
  const coding = headers.get("content-encoding");
  const type = headers.get("content-type")?.toLowerCase() ?? "";
  if (status === 200 && type.startsWith("text/html")) throw html(name, status);
  if (coding !== null && coding !== "" && coding !== "identity") throw compressed(name, coding);
  if (type.startsWith("multipart/byteranges")) {
    throw wrongRange(name, "several ranges (multipart/byteranges)", "a single one");
  }
}

/**
 * The `Content-Range` of an answer; nothing where a browser hides it.
 *
 * @throws {FileError} `"wrong-range"` when it isn't one, or claims more than a file can have.
 */
export function rangeOf(
  { headers }: Response,
  { at, end }: AskedRange,
  { name, isCrossOrigin }: { readonly name: string; readonly isCrossOrigin: boolean },
): ContentRange | undefined {
  const value = headers.get("content-range");
  if (value === null && isCrossOrigin) return undefined;
  const range = value === null ? undefined : parseContentRange(value);
  if (range === undefined) {
    throw wrongRange(name, `Content-Range: ${value ?? "none"}`, `bytes ${at} to ${end}`);
  }
  if (range.total !== undefined && !Number.isSafeInteger(range.total)) {
    throw wrongLength(name, String(range.total));
  }
  return range;
}
