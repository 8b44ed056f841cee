import { AudiofieldError, FileError, UsageError } from "../../errors/mod.ts";
import { host, system } from "../../hosts/mod.ts";
import { MappedStorage } from "./mapped.ts";
import { MemoryStorage } from "./memory.ts";
import { PositionedStorage } from "./positioned.ts";
import type { Storage, StorageKind } from "./storage.ts";

/** The ways of reading a file that a caller can choose. */
export type FileStorageKind = Exclude<StorageKind, "blob" | "http">;

/** What a dataset is opened from: a path, a `file:` URL, or a whole file's bytes. */
export type StorageSource = string | URL | Uint8Array<ArrayBuffer>;

/**
 * Opens a source. Without a `kind`, bytes are read from memory; files are read through a mapping if
 * an unrestricted `--allow-ffi` was granted, otherwise by position.
 *
 * @throws {FileError} when the file can't be opened.
 * @throws {UsageError} when the requested kind isn't available here.
 */
export function openStorage(source: StorageSource, kind?: FileStorageKind): Storage {
  if (source instanceof Uint8Array) return new MemoryStorage(source);
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new UsageError(`Cannot open ${source}: expected a path, a file: URL, or bytes`, {
      code: "invalid-source",
      found: typeof source,
      hint: (source as unknown) instanceof Blob ? asynchronously : undefined,
    });
  }
  const path = typeof source === "string" ? localPath(source) : filePath(source);
  if (kind === "memory") {
    using file = new PositionedStorage(path);
    return new MemoryStorage(file.view(0, file.size), path);
  }
  if (kind === "positioned") return new PositionedStorage(path);
  const mapper = host.mapper();
  if (mapper === undefined) {
    if (kind === undefined) return new PositionedStorage(path);
    throw new UsageError(`Cannot map "${path}": calling the C library isn't permitted here`, {
      code: "mapping-not-permitted",
      file: path,
      hint: 'run with --allow-ffi, or open it with storage "positioned"',
    });
  }
  try {
    return new MappedStorage(path, mapper);
  } catch (cause) {
    if (cause instanceof AudiofieldError) throw cause;
    // The system refused, perhaps for lack of address space; reading by position needs none.
    if (kind === undefined) return new PositionedStorage(path);
    throw new FileError(`Cannot map "${path}": the system refused`, {
      code: "mapping-refused",
      file: path,
      hint: 'open it with storage "positioned"',
      cause,
    });
  }
}

/** The path that a `file:` URL names. */
export function filePath(url: URL): string {
  if (url.protocol !== "file:") throw mustBeFetched(url.href);
  return system().fromFileUrl(url);
}

/**
 * A path as it is.
 *
 * @throws {UsageError} `"unsupported-url"` when it is the URL of something on a web server.
 */
export function localPath(path: string): string {
  if (/^https?:\/\//i.test(path)) throw mustBeFetched(path);
  return path;
}

const asynchronously =
  "what must be waited for is opened by openDatasetAsync, or the open…Async of a generated module";

function mustBeFetched(file: string): UsageError {
  return new UsageError(`Cannot open ${file}: only paths and file: URLs can be opened at once`, {
    code: "unsupported-url",
    file,
    hint: asynchronously,
  });
}
