import { UsageError } from "../../errors/mod.ts";
import { pageOrigin } from "../storage/http/page_origin.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import type { Storage } from "../storage/storage.ts";

/** What a dataset is opened from if its bytes may have to be waited for. */
export type AsyncSource = StorageSource | Blob | Storage;

/** The URL that a source names; in a page, every text is one. Nothing for other sources. */
export function urlOf(source: AsyncSource): URL | undefined {
  if (source instanceof URL) return source.protocol === "file:" ? undefined : known(source);
  if (typeof source !== "string") return undefined;
  if (/^(https?|blob):/i.test(source)) return known(new URL(source));
  if (pageOrigin() === undefined) return undefined;
  const { document } = globalThis as { document?: { readonly baseURI: string } };
  return known(new URL(source, document?.baseURI ?? globalThis.location.href));
}

function known(url: URL): URL {
  if (["http:", "https:", "blob:"].includes(url.protocol)) return url;
  throw new UsageError(`Cannot open ${url.href}: it isn't a URL that can be read`, {
    code: "unsupported-url",
    file: url.href,
    wanted: "http:, https:, blob: or file:",
    hint: "fetch its bytes and open the bytes",
  });
}

/** Whether a source is a storage. */
export function isStorage(source: AsyncSource): source is Storage {
  return typeof source === "object" && source !== null && "counters" in source;
}
