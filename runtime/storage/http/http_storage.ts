import type { CacheBudget } from "../cache_budget.ts";
import type { PieceRun } from "../piece_run.ts";
import type { RemoteSource } from "../storage.ts";
import { WaitingStorage } from "../waiting.ts";
import { HttpClient, type HttpSurroundings } from "./http_client.ts";
import { cloneableOptions, defaultCacheBytes, type HttpOptions } from "./http_options.ts";
import { KeptPieces } from "./kept_pieces.ts";
import { BytesSink, type RangeSink, type SinkMemory } from "./range_sink.ts";
import { type ExpectedSize, RemoteFile } from "./remote_file.ts";

/** How a file is read, and what it shares with the dataset's other files. */
export interface HttpParts extends HttpOptions, HttpSurroundings {
  /** What may be kept in memory, if several files share that. */
  readonly budget?: CacheBudget;
}

/**
 * A file on a web server, read by requests for ranges. Requests for pieces that lie together are made
 * together, and several at once; pieces are kept in memory as long as there is room.
 */
export class HttpStorage extends WaitingStorage {
  override readonly kind = "http";
  override readonly name: string;
  override readonly size: number;
  readonly #parts: HttpParts;
  readonly #client: HttpClient;
  readonly #file: RemoteFile;
  #kept: KeptPieces | undefined;

  private constructor(
    client: HttpClient,
    file: RemoteFile,
    parts: HttpParts,
  ) {
    super(parts.budget ?? parts.cache?.bytes ?? defaultCacheBytes);
    this.name = client.name;
    this.#parts = parts;
    this.size = file.size;
    this.#client = client;
    this.#file = file;
  }

  /**
   * Opens a file, and fetches its last bytes.
   *
   * @param endBytes how many of them, if it has as many.
   * @throws {FileError} when it can't be reached, isn't there, or the server doesn't send ranges.
   * @throws {UsageError} `"url-credentials"`, `"mixed-content"`.
   */
  static async open(
    url: URL,
    { endBytes, ...parts }: HttpParts & { endBytes: number },
  ): Promise<HttpStorage> {
    const client = clientOf(url, parts);
    const file = new RemoteFile(client, parts);
    const end = await file.open(endBytes);
    const storage = new HttpStorage(client, file, parts);
    storage.keepEnd(end);
    storage.#count(end.length);
    return storage;
  }

  /**
   * A file whose length is known. Nothing is fetched yet.
   *
   * @param expected its length, and the error for another one.
   */
  static ofSize(url: URL, expected: ExpectedSize, parts: HttpParts): HttpStorage {
    const client = clientOf(url, parts);
    return new HttpStorage(client, new RemoteFile(client, { ...parts, expected }), parts);
  }

  /** The file's first bytes, if they had to be read to learn its length. */
  get beginning(): Uint8Array<ArrayBuffer> | undefined {
    return this.#file.beginning;
  }

  again(): RemoteSource {
    const options = cloneableOptions(this.#parts, this.name);
    return { url: this.#client.url.href, options };
  }

  protected override async fetchBytes(
    start: number,
    end: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const sink = new BytesSink(start, end);
    await this.#file.read(sink);
    this.#count(end - start);
    return sink.bytes;
  }

  protected override async fetchRun(run: PieceRun): Promise<void> {
    const kept = this.#keptNow();
    await kept?.fill(run);
    const { arrived, at } = run;
    if (at >= run.end) return;
    await this.#file.read(new RunSink(run));
    this.#count(run.end - at);
    // The last piece may end in what is kept of the file's end.
    if (run.arrived === run.pieces.length) kept?.keep(run, arrived);
  }

  override discard(block: number): void {
    super.discard(block);
    this.#kept?.distrust(block);
  }

  /** The store's pieces, if there is a store and the file has a version. */
  #keptNow(): KeptPieces | undefined {
    const { store } = this.#parts.cache ?? {};
    const { version } = this.#file;
    if (store === undefined || version === undefined) return undefined;
    return this.#kept ??= new KeptPieces(store, this.#client.url, version);
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    this.#client.close();
  }

  #count(bytes: number): void {
    this.counters.reads++;
    this.counters.bytes += bytes;
  }
}

function clientOf(
  url: URL,
  { origin, pause, patience, turns, ...options }: HttpParts,
): HttpClient {
  return new HttpClient(url, options, {
    ...(origin === undefined ? {} : { origin }),
    ...(pause === undefined ? {} : { pause }),
    ...(patience === undefined ? {} : { patience }),
    ...(turns === undefined ? {} : { turns }),
  });
}

/** A run of pieces as a sink. */
class RunSink implements RangeSink {
  readonly memory: SinkMemory;
  readonly #run: PieceRun;

  constructor(run: PieceRun) {
    this.#run = run;
    this.memory = run;
  }

  get at(): number {
    return this.#run.at;
  }

  get end(): number {
    return this.#run.end;
  }

  take(bytes: Uint8Array): void {
    this.#run.take(bytes);
  }
}
