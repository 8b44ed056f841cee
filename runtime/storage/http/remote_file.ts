import { type AskedRange, checkForm, rangeOf } from "./answer_form.ts";
import { parseUnsatisfied } from "./content_range.ts";
import { askForFirst, askForLast, type Asking, type FirstBytes } from "./first_answer.ts";
import { matchHeader } from "./http_address.ts";
import type { HttpClient } from "./http_client.ts";
import { noRanges, replaced, wrongRange, wrongStatus } from "./http_errors.ts";
import { BytesSink, type RangeSink } from "./range_sink.ts";
import { type BodyReading, dropBody, readBody, TooManyBytes, type Watch } from "./read_body.ts";
import { RemoteVersion } from "./remote_version.ts";

/** A length that was known before, and the error for another one. */
export interface ExpectedSize {
  readonly size: number;
  readonly wrong: (found: number) => Error;
}

/** Bytes at the end of a file that tell whether it is still the same after an address changed. */
const markBytes = 64;

/** Statuses of an address that isn't valid any more. */
const expired = new Set([401, 403, 404, 410]);

/** A file behind a URL: its length, which version of it is read, and where it lies at the moment. */
export class RemoteFile {
  /** Bytes of the file. */
  size = 0;
  /** Its first bytes, if they were needed to learn its length. */
  beginning: Uint8Array<ArrayBuffer> | undefined;
  readonly #client: HttpClient;
  readonly #version: RemoteVersion;
  readonly #isConditional: boolean;
  readonly #expected: ExpectedSize | undefined;
  readonly #asking: Asking;
  /** The file's last bytes, for comparing; nothing if they were never read. */
  #mark = new Uint8Array(0);
  #renewal: Promise<void> | undefined;
  #isSizeKnown = false;

  constructor(
    client: HttpClient,
    { conditional = false, expected }: { conditional?: boolean; expected?: ExpectedSize },
  ) {
    this.#client = client;
    this.#version = new RemoteVersion(client.url.href, client.name);
    this.#isConditional = conditional;
    this.#expected = expected;
    this.#asking = {
      client,
      ask: (range, watch) => this.#ask(range, watch),
      check: (response, asked) => this.#check(response, asked),
      take: (response, sink, watch) => this.#takeAll(response, sink, watch),
    };
    if (expected !== undefined) this.#learn(expected.size);
  }

  /** What tells this version of the file from others; nothing without an ETag. */
  get version(): string | undefined {
    const etag = this.#version.validators?.etag ?? undefined;
    return etag && `${etag} ${this.size}`;
  }

  /**
   * Learns the file's length, and reads its last bytes: in one request where the server and the host
   * allow it.
   *
   * @returns at most `length` bytes; all of them if the file is shorter.
   */
  async open(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const first = await this.#first(length);
    this.#learn(first.size);
    this.beginning = first.beginning;
    const sink = first.last ?? new BytesSink(Math.max(0, this.size - length), this.size);
    await this.read(sink);
    const last = sink.bytes;
    this.#mark = last.slice(Math.max(0, last.length - markBytes));
    return last;
  }

  /** Reads a range, as far as it hasn't arrived. */
  async read(sink: RangeSink): Promise<void> {
    // Only at first: what a broken body has written would be lost.
    let { memory } = sink;
    await this.#client.repeat(async (watch) => {
      if (sink.at >= sink.end) return;
      const response = await this.#ask(`bytes=${sink.at}-${sink.end - 1}`, watch);
      const end = this.#check(response, sink);
      const into: BodyReading = {
        most: end - sink.at,
        watch,
        memory,
        take: (bytes) => sink.take(bytes),
      };
      memory = undefined;
      await this.#take(response, into);
      // Broken off; or a server that sends less than it was asked for, and says so.
      if (sink.at < sink.end) throw this.#client.broken(endedEarly(sink.at, sink.end));
    }, () => sink.at);
  }

  async #first(length: number): Promise<FirstBytes> {
    const client = this.#client;
    // To a browser, a range from the end isn't a simple header: it would have to ask for permission.
    const last = client.isCrossOrigin
      ? undefined
      : await client.repeat((watch) => askForLast(this.#asking, length, watch));
    return last ?? await client.repeat((watch) => askForFirst(this.#asking, length, watch));
  }

  async #takeAll(response: Response, sink: BytesSink, watch: Watch): Promise<void> {
    const most = sink.end - sink.at;
    await this.#take(response, { most, watch, take: (bytes) => sink.take(bytes) });
    if (sink.at < sink.end) throw this.#client.broken(endedEarly(sink.at, sink.end));
  }

  async #take(
    response: Response,
    into: BodyReading,
  ): Promise<void> {
    try {
      await readBody(response, into);
    } catch (cause) {
      if (cause instanceof TooManyBytes) {
        throw wrongRange(this.#client.name, "more bytes than that", `${into.most} bytes`);
      }
      throw this.#client.broken(cause);
    }
  }

  /** Asks for a range at the address of the moment; at an address that expired, for the next one. */
  async #ask(range: string, watch: Watch): Promise<Response> {
    const { address } = this.#version;
    const response = await this.#client.ask(address, range, { watch, extra: this.#condition() });
    if (!address.isKept || !expired.has(response.status)) return response;
    dropBody(response);
    if (this.#version.address === address) {
      await (this.#renewal ??= this.#renew(watch).finally(() => this.#renewal = undefined));
    }
    return await this.#client.ask(this.#version.address, range, {
      watch,
      extra: this.#condition(),
    });
  }

  /** Asks at the first address again, and compares what is there with what was. */
  async #renew(watch: Watch): Promise<void> {
    const sink = new BytesSink(Math.max(0, this.size - markBytes), this.size);
    const range = `bytes=${sink.at}-${sink.end - 1}`;
    const response = await this.#client.ask(this.#version.first, range, { watch });
    this.#check(response, sink, false);
    await this.#takeAll(response, sink, watch);
    const found = sink.bytes;
    if (!this.#mark.every((byte, place) => found[place] === byte)) {
      throw replaced(this.#client.name, "its last bytes are others");
    }
    this.#mark = found;
    this.#version.adopt(response);
  }

  #condition(): Record<string, string> {
    const { validators } = this.#version;
    return this.#isConditional && validators !== undefined ? matchHeader(validators) : {};
  }

  /**
   * Checks the answer to a request for a range, and remembers where it came from.
   *
   * @param isSame whether it must be of the version that is read.
   * @returns where the range ends that it holds.
   */
  #check(response: Response, asked: AskedRange, isSame = true): number {
    try {
      return this.#checked(response, asked, isSame);
    } catch (cause) {
      dropBody(response);
      throw cause;
    }
  }

  #checked(response: Response, { at, end }: AskedRange, isSame: boolean): number {
    const { name } = this.#client;
    const { headers, status } = response;
    if (status === 412) throw replaced(name, "the server has another version of it (HTTP 412)");
    if (status === 416) {
      this.#checkSize(parseUnsatisfied(headers.get("content-range")));
      throw wrongRange(name, "416, no such range", `bytes ${at} to ${end}`);
    }
    if (status !== 200 && status !== 206) throw wrongStatus(name, status);
    checkForm(response, name);
    const range = status === 206 ? rangeOf(response, { at, end }, this.#client) : undefined;
    this.#checkSize(range?.total);
    if (isSame) this.#version.check(response);
    if (status === 200) {
      const length = Number(headers.get("content-length") ?? NaN);
      if (at !== 0 || !(length <= end)) throw noRanges(name);
      this.#checkSize(length);
      return length;
    }
    if (range !== undefined && (range.start !== at || range.end > end)) {
      throw wrongRange(name, `bytes ${range.start} to ${range.end}`, `bytes ${at} to ${end}`);
    }
    return range?.end ?? end;
  }

  #checkSize(total: number | undefined): void {
    if (!this.#isSizeKnown || total === undefined || total === this.size) return;
    if (this.#expected !== undefined) throw this.#expected.wrong(total);
    throw replaced(this.#client.name, `it had ${this.size} bytes and has ${total} now`);
  }

  #learn(size: number): void {
    this.size = size;
    this.#isSizeKnown = true;
  }
}

function endedEarly(at: number, end: number): Error {
  return new Error(`the answer ended ${end - at} bytes early`);
}
