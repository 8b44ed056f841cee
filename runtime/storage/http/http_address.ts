import type { HttpOptions } from "./http_options.ts";

/** Where requests go. */
export interface Address {
  /** The URL. */
  readonly url: string;
  /** Whether a redirect led there. */
  readonly isKept: boolean;
}

/** What tells one version of a file from another, as far as an answer shows it. */
export interface Validators {
  readonly etag: string | null;
  readonly modified: string | null;
}

/** What an answer shows of the version that it is from. */
export function validatorsOf({ headers }: Response): Validators {
  return { etag: headers.get("etag"), modified: headers.get("last-modified") };
}

/** What differs between two answers' versions, for people; nothing if they may be of the same. */
export function difference(one: Validators, other: Validators): string | undefined {
  if (one.etag !== null && other.etag !== null) {
    return one.etag === other.etag
      ? undefined
      : `its ETag was ${one.etag} and is ${other.etag} now`;
  }
  if (one.modified === null || other.modified === null) return undefined;
  return one.modified === other.modified
    ? undefined
    : `it was modified on ${one.modified} and is of ${other.modified} now`;
}

/** The `If-Match` that only this version fulfils; weak tags are for other uses. */
export function matchHeader({ etag }: Validators): Record<string, string> {
  return etag === null || etag.startsWith("W/") ? {} : { "if-match": etag };
}

/** The caller's headers for a request; other origins than the URL's don't get them. */
export async function headersFor(
  { url }: Address,
  { original, headers = {} }: { original: URL; headers?: HttpOptions["headers"] },
): Promise<Readonly<Record<string, string>>> {
  if (new URL(url).origin !== original.origin) return {};
  return typeof headers === "function" ? await headers() : headers;
}
