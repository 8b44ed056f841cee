import { blockBytes, preambleBytes, trailerBytes } from "../container/constants.ts";
import { datasetIdentity } from "../container/identity.ts";
import { fetchTail, firstEndBytes } from "../container/open_waiting.ts";
import { checkPreamble } from "../container/preamble.ts";
import { readTail, readTrailer } from "../container/read_tail.ts";
import { BorrowedStorage } from "../storage/borrowed.ts";
import { CacheBudget } from "../storage/cache_budget.ts";
import { fetchWhole } from "../storage/http/fetch_whole.ts";
import { HttpClient } from "../storage/http/http_client.ts";
import {
  cloneableOptions,
  defaultCacheBytes,
  type HttpOptions,
} from "../storage/http/http_options.ts";
import { HttpStorage } from "../storage/http/http_storage.ts";
import { allLeases } from "../storage/leases.ts";
import { Turns } from "../storage/http/turns.ts";
import type { RemoteSource } from "../storage/storage.ts";
import { type WaitingPiece, WaitingPieces } from "../storage/waiting_pieces.ts";
import { datasetJson, indexPath, maxDatasetJsonBytes, parseDatasetJson } from "./dataset_json.ts";
import type { ShardList } from "./dataset_json.ts";
import { keptIndex } from "./index_file.ts";
import { hexOf, wrongShard } from "./shard_head.ts";
import { isInside } from "./shard_name.ts";
import { ShardFiles } from "./shard_files.ts";
import type { ShardPlace } from "./shard_place.ts";
import { splitFile } from "./splits.ts";

/** Bytes more than the tail of the index that are fetched to open a shard: its own may be longer. */
const tailReserve = 4096;

/** Block checksums of a shard up to so many bytes are fetched with its tail. */
const mostSums = 2 * blockBytes;

/** The folder that a URL names; nothing if it names a file. */
export function folderUrlOf(url: URL): URL | undefined {
  if (!url.pathname.endsWith("/") && !url.pathname.endsWith(`/${datasetJson}`)) return undefined;
  const folder = new URL(url);
  folder.pathname = folder.pathname.slice(0, folder.pathname.lastIndexOf("/") + 1);
  return folder;
}

/** A dataset in a folder on a web server, and the way to its files. */
class RemoteFolder {
  readonly #folder: URL;
  readonly #options: HttpOptions;
  readonly #budget: CacheBudget;
  readonly #turns: Turns;
  /** Files that were fetched whole. */
  readonly #whole = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(folder: URL, options: HttpOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#budget = new CacheBudget(options.cache?.bytes ?? defaultCacheBytes);
    this.#turns = new Turns(options.parallel ?? 16);
  }

  /** The URL of a file; a query, such as a signature for the folder, stays. */
  urlOf(file: string): URL {
    const url = new URL(this.#folder);
    url.pathname += file.split("/").map(encodeURIComponent).join("/");
    return url;
  }

  /** What another thread opens. */
  again(): RemoteSource {
    const options = cloneableOptions(this.#options, this.place.pathOf(""));
    return { url: this.#folder.href, options };
  }

  /** Fetches a whole file, at most so many bytes. */
  async fetch(file: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
    const client = new HttpClient(this.urlOf(file), this.#options, { turns: this.#turns });
    const bytes = await fetchWhole(client, most);
    this.#whole.set(this.place.pathOf(file), bytes);
    return bytes;
  }

  /** Opens a file whose length isn't known. */
  open(file: string): Promise<HttpStorage> {
    return HttpStorage.open(this.urlOf(file), this.#parts(firstEndBytes));
  }

  /** A file whose length is known; nothing is fetched yet. */
  ofSize(file: string, size: number, wrong: (found: number) => Error): HttpStorage {
    return HttpStorage.ofSize(this.urlOf(file), { size, wrong }, this.#parts(0));
  }

  /** The files, as far as they were fetched. */
  get place(): ShardPlace {
    return {
      pathOf: (file) => new HttpClient(this.urlOf(file), {}).name,
      open: (path) => {
        throw new TypeError(`${path} isn't opened by its path`);
      },
      read: (path, byteLength) => {
        const bytes = this.#whole.get(path);
        return bytes?.length === byteLength ? bytes : undefined;
      },
    };
  }

  #parts(endBytes: number) {
    return { ...this.#options, endBytes, budget: this.#budget, turns: this.#turns };
  }
}

/**
 * Opens a dataset in a folder on a web server: its `dataset.json` and the end of its index are fetched,
 * at the same time.
 *
 * @throws {FileError} when one of them can't be had.
 * @throws {FormatError} when its `dataset.json` isn't one.
 * @throws {IntegrityError} when its files contradict each other.
 */
export async function openRemoteFolder(
  folder: URL,
  { split, ...options }: HttpOptions & { split?: string | undefined },
): Promise<WaitingPieces> {
  const remote = new RemoteFolder(folder, options);
  const [json, own] = await Promise.all([
    remote.fetch(datasetJson, maxDatasetJsonBytes),
    remote.open(indexPath),
  ]);
  let index = own;
  try {
    const name = remote.place.pathOf("");
    const list = parseDatasetJson(new TextDecoder().decode(json), remote.place.pathOf(datasetJson));
    const identity = datasetIdentity(list.fingerprint, list.shards);
    await fetchTail(index);
    if (!isIndexOf(index, identity)) {
      index[Symbol.dispose]();
      index = await remote.open(keptIndex(identity));
      await fetchTail(index);
    }
    if (split !== undefined) await fetchSplit(remote, list, split);
    return assemble(remote, { name, list, index });
  } catch (cause) {
    index[Symbol.dispose]();
    throw cause;
  }
}

function isIndexOf(index: HttpStorage, identity: string): boolean {
  const { directory } = readTail(index);
  return directory.identity !== undefined && hexOf(directory.identity) === identity;
}

/** Fetches the file of a split, if it has one. */
async function fetchSplit(
  remote: RemoteFolder,
  { json, records }: ShardList,
  split: string,
): Promise<void> {
  const file = splitFile(json, split);
  if (file !== undefined && isInside(file)) await remote.fetch(file, records * 4);
}

function assemble(
  remote: RemoteFolder,
  { name, list, index }: { name: string; list: ShardList; index: HttpStorage },
): WaitingPieces {
  const borrowed = new BorrowedStorage(index);
  const files = new ShardFiles(name, list, { open: () => borrowed, notes: [] }, remote.place);
  const tailBytes = index.size - trailerBytes - readTrailer(index).tailOffset;
  index.divideAt(files.endOf(files.indexPiece));
  const facts = { ...files.facts, fetchSplit: (split: string) => fetchSplit(remote, list, split) };
  return new WaitingPieces(
    files,
    { kind: "http", facts, again: () => remote.again() },
    (piece): WaitingPiece => {
      if (piece === files.indexPiece) return new RemoteShard(index, files, { piece, endBytes: 0 });
      const { file, bytes } = list.shards[piece]!;
      const sums = Math.ceil(bytes / blockBytes) * 4;
      const endBytes = trailerBytes + tailBytes + tailReserve + (sums <= mostSums ? sums : 0);
      const storage = remote.ofSize(
        file,
        bytes,
        (found) => wrongShard(remote.place.pathOf(file), `it has ${found} bytes`, `${bytes}`),
      );
      return new RemoteShard(storage, files, { piece, endBytes: Math.min(bytes, endBytes) });
    },
  );
}

/** A shard on a web server, which is checked when it is first read. */
class RemoteShard implements WaitingPiece {
  readonly storage: HttpStorage;
  readonly #files: ShardFiles;
  readonly #piece: number;
  readonly #endBytes: number;
  #head: Promise<void> | undefined;
  #isBeginningChecked = false;

  constructor(
    storage: HttpStorage,
    files: ShardFiles,
    { piece, endBytes }: { piece: number; endBytes: number },
  ) {
    this.storage = storage;
    this.#files = files;
    this.#piece = piece;
    this.#endBytes = endBytes;
  }

  async prefetch(
    ranges: readonly { position: number; length: number }[],
  ): Promise<Disposable> {
    const { storage } = this;
    const known = this.#files.sumsOf(this.#piece);
    // The end is asked for first, so that nothing of it is fetched twice.
    const head = known === undefined ? this.#head ??= this.#fetchHead() : undefined;
    const payloads = storage.prefetch([...ranges, ...known?.rangesFor(ranges) ?? []]);
    const sums = head?.then(() =>
      storage.prefetch(this.#files.sumsOf(this.#piece)!.rangesFor(ranges))
    );
    const leases = await allLeases([payloads, Promise.resolve(sums)]);
    try {
      this.#checkBeginning();
      return leases;
    } catch (cause) {
      leases.dispose();
      throw cause;
    }
  }

  async #fetchHead(): Promise<void> {
    try {
      await this.storage.fetchEnd(this.#endBytes);
      await fetchTail(this.storage);
      this.#files.admit(this.#piece, this.storage);
      this.storage.divideAt(this.#files.endOf(this.#piece));
      this.storage.seal();
    } catch (cause) {
      this.#head = undefined;
      throw cause;
    }
  }

  #checkBeginning(): void {
    const { storage } = this;
    const isShard = this.#piece !== this.#files.indexPiece;
    if (this.#isBeginningChecked || !isShard || !storage.holds(0, preambleBytes)) return;
    checkPreamble(storage.view(0, preambleBytes), storage.name);
    this.#isBeginningChecked = true;
  }
}
