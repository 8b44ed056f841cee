import { checkOptions, type KnownOptions } from "../../errors/check_options.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { AfdFile } from "../container/afd_file.ts";
import { preambleBytes, trailerBytes } from "../container/constants.ts";
import { type OpenOptions, openOptions } from "../container/open_options.ts";
import { firstEndBytes, openWaiting, type Wrap } from "../container/open_waiting.ts";
import { checkPreamble } from "../container/preamble.ts";
import { readTrailer } from "../container/read_tail.ts";
import { BlobStorage } from "../storage/blob.ts";
import { httpOptions } from "../storage/http/http_options.ts";
import { HttpStorage } from "../storage/http/http_storage.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import type { Storage } from "../storage/storage.ts";
import { WaitingStorage } from "../storage/waiting.ts";
import { type AsyncSource, isStorage, urlOf } from "./async_source.ts";
import { openAfd } from "./open_file.ts";
import { folderUrlOf, openRemoteFolder } from "./open_remote.ts";

/** How to open a file whose bytes may have to be waited for. */
export interface AsyncOpenOptions extends OpenOptions {
  /** Ends opening, and every request after that, when it is aborted. */
  readonly signal?: AbortSignal;
  /**
   * Headers of each request, such as `{ authorization: "Bearer …" }`, or a function that is asked for
   * them. They go to the origin of the URL and to no other. In a browser, they make requests to other
   * origins ask for permission first.
   */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /**
   * What is kept: in memory at most `bytes`, what was asked for last, 64 MiB by default over HTTP. In a
   * `store`, such as `await caches.open("audiofield")`, blocks of files with an ETag stay between visits;
   * workers do without it.
   */
  readonly cache?: {
    readonly bytes?: number;
    readonly store?: {
      match(url: string): Promise<Response | undefined>;
      put(url: string, response: Response): Promise<unknown>;
    };
  };
  /** Makes requests in the place of the global `fetch`: to sign them, or to count them. */
  readonly fetch?: typeof fetch;
  /**
   * Sends `If-Match` with each request, so that a server never sends the bytes of another file. In a
   * browser, it makes requests to other origins ask for permission first. Default `false`: the answers
   * are compared.
   */
  readonly conditional?: boolean;
  /** The most requests at once. Default 16. */
  readonly parallel?: number;
  /** How often a request is repeated after it failed, before that is an error. Default 6. */
  readonly retries?: number;
}

const asyncOptions: KnownOptions<AsyncOpenOptions> = { ...openOptions, ...httpOptions };

/**
 * Opens a dataset by whatever schema it has: a URL, a `Blob` or `File`, a storage, or anything that
 * opens without waiting.
 *
 * @throws {FileError} when it can't be read or reached.
 * @throws {FormatError} when it isn't an audiofield file, or was cut short.
 * @throws {IntegrityError} when its tail fails its checksum or contradicts itself.
 */
export function openAfdAsync(
  source: AsyncSource,
  options: AsyncOpenOptions = {},
): Promise<AfdFile> {
  return openWrapped(source, options, (inner) => inner);
}

/**
 * {@link openAfdAsync}.
 *
 * @param wrap what a file that must be waited for reads from, in the place of its storage.
 */
export async function openWrapped(
  source: AsyncSource,
  options: AsyncOpenOptions,
  wrap: Wrap,
): Promise<AfdFile> {
  checkOptions(options, { doing: "open a file", known: asyncOptions });
  options.signal?.throwIfAborted();
  const rest = Object.fromEntries(
    Object.entries(options).filter(([name]) => Object.hasOwn(openOptions, name)),
  ) as OpenOptions;
  const url = urlOf(source);
  if (url?.protocol === "blob:") {
    const response = await fetch(url, { signal: options.signal ?? null });
    return await openWrapped(await response.blob(), options, wrap);
  }
  const folder = url && folderUrlOf(url);
  if (folder !== undefined) {
    const storage = await openRemoteFolder(folder, options);
    const file = new AfdFile(wrap(storage), rest);
    storage.seal();
    return file;
  }
  if (url !== undefined) {
    const storage = await HttpStorage.open(url, { ...options, endBytes: firstEndBytes });
    return await openEnded(storage, rest, wrap);
  }
  if (source instanceof Blob) {
    const storage = new BlobStorage(source, options.cache?.bytes);
    await storage.fetchEnd(Math.min(source.size, firstEndBytes));
    using _beginning = await storage.prefetch([beginningOf(storage)]);
    return await openWaiting(storage, rest, wrap);
  }
  if (!isStorage(source)) return openAfd(source as StorageSource, rest);
  if (source instanceof WaitingStorage) return await openEnded(source, rest, wrap);
  return source.prefetch === undefined
    ? new AfdFile(source, rest)
    : await openLeased(source as Storage & Required<Pick<Storage, "prefetch">>, rest);
}

/**
 * Opens a file that must have the schema `ir`, if its bytes may have to be waited for. Generated modules
 * open their files through this.
 *
 * @throws {FormatError} when it has a different schema, naming the first difference.
 */
export async function openFileAsync(
  source: AsyncSource,
  options: AsyncOpenOptions & { ir: DatasetIr },
): Promise<AfdFile> {
  return await openAfdAsync(source, options);
}

/** Opens a file whose end was fetched. One that isn't a file of ours is told by its beginning. */
async function openEnded(
  storage: WaitingStorage,
  options: OpenOptions,
  wrap: Wrap,
): Promise<AfdFile> {
  const beginning = storage instanceof HttpStorage ? storage.beginning : undefined;
  if (beginning !== undefined) checkPreamble(beginning, storage.name);
  try {
    readTrailer(storage);
  } catch (cause) {
    using _storage = storage;
    using _beginning = await storage.prefetch([beginningOf(storage)]);
    checkPreamble(storage.view(0, beginningOf(storage).length), storage.name);
    throw cause;
  }
  return await openWaiting(storage, options, wrap);
}

/** Opens a file of a caller's own storage. */
async function openLeased(
  storage: Storage & Required<Pick<Storage, "prefetch">>,
  options: OpenOptions,
): Promise<AfdFile> {
  const end = Math.max(0, storage.size - trailerBytes);
  using _ends = await storage.prefetch([
    beginningOf(storage),
    { position: end, length: storage.size - end },
  ]);
  checkPreamble(storage.view(0, beginningOf(storage).length), storage.name);
  const { tailOffset } = readTrailer(storage);
  using _tail = await storage.prefetch([{ position: tailOffset, length: end - tailOffset }]);
  return new AfdFile(storage, options);
}

function beginningOf({ size }: Storage): { position: number; length: number } {
  return { position: 0, length: Math.min(size, preambleBytes) };
}
