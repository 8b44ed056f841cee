import type { PieceRun } from "../piece_run.ts";
import { WaitingStorage } from "../waiting.ts";
import { HttpClient, type HttpSurroundings } from "./http_client.ts";
import { defaultCacheBytes, type HttpOptions } from "./http_options.ts";
import { BytesSink } from "./range_sink.ts";
import { RemoteFile } from "./remote_file.ts";

/**
 * A file on a web server, read by requests for ranges. Requests for pieces that lie together are made
 * together, and several at once; pieces are kept in memory as long as there is room.
 */
export class HttpStorage extends WaitingStorage {
  override readonly kind = "http";
  override readonly name: string;
  override readonly size: number;
  /** The URL, and the options that others can read it with. */
  readonly url: string;
  readonly #client: HttpClient;
  readonly #file: RemoteFile;

  private constructor(
    client: HttpClient,
    file: RemoteFile,
    { end, cacheBytes }: { end: Uint8Array<ArrayBuffer>; cacheBytes: number },
  ) {
    super(cacheBytes);
    this.name = client.name;
    this.url = client.url.href;
    this.size = file.size;
    this.#client = client;
    this.#file = file;
    this.keepEnd(end);
    this.#count(end.length);
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
    { endBytes, surroundings, ...options }: HttpOptions & {
      endBytes: number;
      surroundings?: HttpSurroundings | undefined;
    },
  ): Promise<HttpStorage> {
    const client = new HttpClient(url, options, surroundings);
    const file = new RemoteFile(client, options);
    const end = await file.open(endBytes);
    const cacheBytes = options.cache?.bytes ?? defaultCacheBytes;
    return new HttpStorage(client, file, { end, cacheBytes });
  }

  /** The file's first bytes, if they had to be read to learn its length. */
  get beginning(): Uint8Array<ArrayBuffer> | undefined {
    return this.#file.beginning;
  }

  override async fetchEnd(length: number): Promise<void> {
    const sink = new BytesSink(this.size - length, this.endStart);
    await this.#file.read(sink);
    this.#count(sink.bytes.length);
    this.keepLonger(sink.bytes);
  }

  protected override async fetchRun(run: PieceRun): Promise<void> {
    await this.#file.read(run);
    this.#count(run.end - run.start);
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
