import { parseContentRange, parseUnsatisfied } from "./content_range.ts";
import {
  type Address,
  difference,
  matchHeader,
  type Validators,
  validatorsOf,
} from "./http_address.ts";
import type { HttpClient } from "./http_client.ts";
import {
  compressed,
  hiddenLength,
  html,
  noRanges,
  replaced,
  wrongLength,
  wrongRange,
  wrongStatus,
} from "./http_errors.ts";
import { dropBody, readBody, TooManyBytes, type Watch } from "./read_body.ts";
import { BytesSink, type RangeSink } from "./range_sink.ts";

/** Bytes at the end of a file that tell whether it is still the same after an address changed. */
const markBytes = 64;

/** Statuses of an address that isn't valid any more. */
const expired = new Set([401, 403, 404, 410]);

/** Statuses with which servers refuse ranges that count from the end. */
const refusesSuffix = new Set([400, 405, 416, 501]);

/** A file behind a URL: its length, which version of it is read, and where it lies at the moment. */
export class RemoteFile {
  /** Bytes of the file. */
  size = 0;
  /** Its first bytes, if they were needed to learn its length. */
  beginning: Uint8Array<ArrayBuffer> | undefined;
  readonly #client: HttpClient;
  readonly #isConditional: boolean;
  #address: Address;
  /** The version that is read, and the final address that its validators are from. */
  #version: { validators: Validators; url: string } | undefined;
  /** The file's last bytes, for comparing. */
  #mark = new Uint8Array(0);
  #renewal: Promise<void> | undefined;
  #isSizeKnown = false;

  constructor(client: HttpClient, { conditional = false }: { conditional?: boolean | undefined }) {
    this.#client = client;
    this.#isConditional = conditional;
    this.#address = { url: client.url.href, isKept: false };
  }

  /**
   * Learns the file's length, and reads its last bytes: in one request where the server and the host
   * allow it.
   *
   * @returns at most `length` bytes; all of them if the file is shorter.
   */
  async open(length: number): Promise<Uint8Array<ArrayBuffer>> {
    let end: Uint8Array<ArrayBuffer> | undefined;
    // To a browser, a range from the end isn't a simple header: it would have to ask for permission.
    if (!this.#client.isCrossOrigin) {
      end = await this.#client.repeat((watch) => this.#suffix(length, watch));
    }
    if (end === undefined) {
      const head = await this.#client.repeat((watch) => this.#head(length, watch));
      // A server without ranges may still send a file whole that is short.
      end = head ?? await this.#last(length);
    }
    this.#mark = end.slice(Math.max(0, end.length - markBytes));
    return end;
  }

  /** Reads a range, as far as it hasn't arrived. */
  async read(sink: RangeSink): Promise<void> {
    const arrived = () => sink.at;
    await this.#client.repeat(async (watch) => {
      if (sink.at >= sink.end) return;
      const before = sink.at;
      const response = await this.#ask(`bytes=${sink.at}-${sink.end - 1}`, watch);
      const end = this.#check(response, sink);
      await this.#take(response, { most: end - sink.at, watch, take: (bytes) => sink.take(bytes) });
      if (sink.at < end) {
        throw this.#client.broken(
          new Error(`the answer ended after ${sink.at - before} of ${end - before} bytes`),
        );
      }
      // A server may send less than it was asked for, if it says so.
      if (sink.at < sink.end) throw this.#client.broken(new Error("the answer is shorter"));
    }, arrived);
  }

  async #take(
    response: Response,
    into: { most: number; watch: Watch; take: (bytes: Uint8Array) => void },
  ): Promise<number> {
    try {
      return await readBody(response, into);
    } catch (cause) {
      if (cause instanceof TooManyBytes) {
        throw wrongRange(this.#client.name, "more bytes than that", `${into.most} bytes`);
      }
      throw this.#client.broken(cause);
    }
  }

  /** Asks for a range at the address of the moment; at an address that expired, for the next one. */
  async #ask(range: string, watch: Watch): Promise<Response> {
    const address = this.#address;
    const response = await this.#client.ask(address, range, { watch, extra: this.#condition() });
    if (!address.isKept || !expired.has(response.status)) return response;
    dropBody(response);
    if (this.#address === address) {
      await (this.#renewal ??= this.#renew(watch).finally(() => this.#renewal = undefined));
    }
    return await this.#client.ask(this.#address, range, { watch, extra: this.#condition() });
  }

  /** Asks at the first address again, and compares what is there with what was. */
  async #renew(watch: Watch): Promise<void> {
    const first: Address = { url: this.#client.url.href, isKept: false };
    const [start, end] = [Math.max(0, this.size - markBytes), this.size];
    const response = await this.#client.ask(first, `bytes=${start}-${end - 1}`, { watch });
    const sink = new BytesSink(start, end);
    this.#check(response, sink, false);
    await this.#take(response, { most: end - start, watch, take: (bytes) => sink.take(bytes) });
    const found = sink.bytes;
    if (!this.#mark.every((byte, place) => found[place] === byte)) {
      throw replaced(this.#client.name, "its last bytes are others");
    }
    this.#adopt(response);
  }

  #condition(): Record<string, string> {
    return this.#isConditional && this.#version !== undefined
      ? matchHeader(this.#version.validators)
      : {};
  }

  /**
   * Checks the answer to a request for a range, and remembers where it came from.
   *
   * @param isSame whether it must be of the version that is read.
   * @returns where the range ends that it holds.
   */
  #check(response: Response, range: Pick<RangeSink, "at" | "end">, isSame = true): number {
    try {
      return this.#checked(response, range, isSame);
    } catch (cause) {
      dropBody(response);
      throw cause;
    }
  }

  #checked(
    response: Response,
    { at, end }: Pick<RangeSink, "at" | "end">,
    isSame: boolean,
  ): number {
    const { name } = this.#client;
    const { status } = response;
    if (status === 412) throw replaced(name, "the server has another version of it (HTTP 412)");
    if (status === 416) {
      const total = parseUnsatisfied(response.headers.get("content-range"));
      if (this.#isSizeKnown && total !== undefined && total !== this.size) {
        throw replaced(name, `it had ${this.size} bytes and has ${total} now`);
      }
      throw wrongRange(name, "416, no such range", `bytes ${at} to ${end}`);
    }
    if (status !== 200 && status !== 206) throw wrongStatus(name, status);
    this.#checkForm(response);
    const range = status === 206 ? this.#rangeOf(response, { at, end }) : undefined;
    if (this.#isSizeKnown && range?.total !== undefined && range.total !== this.size) {
      throw replaced(name, `it had ${this.size} bytes and has ${range.total} now`);
    }
    if (isSame) this.#checkVersion(response);
    if (status === 200) {
      const length = Number(response.headers.get("content-length") ?? NaN);
      if (at !== 0 || !(length <= end)) throw noRanges(name);
      return length;
    }
    if (range !== undefined && (range.start !== at || range.end > end)) {
      throw wrongRange(name, `bytes ${range.start} to ${range.end}`, `bytes ${at} to ${end}`);
    }
    return range?.end ?? end;
  }

  /** Refuses answers that aren't bytes of the file as they are. */
  #checkForm({ headers, status }: Response): void {
    const { name } = this.#client;
    const coding = headers.get("content-encoding");
    const type = headers.get("content-type")?.toLowerCase() ?? "";
    if (status === 200 && type.startsWith("text/html")) throw html(name, status);
    if (coding !== null && coding !== "" && coding !== "identity") throw compressed(name, coding);
    if (type.startsWith("multipart/byteranges")) {
      throw wrongRange(name, "several ranges (multipart/byteranges)", "a single one");
    }
  }

  /** The `Content-Range` of an answer; nothing where a browser hides it. */
  #rangeOf({ headers }: Response, { at, end }: Pick<RangeSink, "at" | "end">) {
    const { name, isCrossOrigin } = this.#client;
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

  /** Compares an answer's version with the one that is read, as far as they are of one address. */
  #checkVersion(response: Response): void {
    if (this.#version === undefined) return this.#adopt(response);
    if (urlOf(response, this.#address) !== this.#version.url) return;
    const changed = difference(this.#version.validators, validatorsOf(response));
    if (changed !== undefined) throw replaced(this.#client.name, changed);
  }

  /** Remembers where an answer came from, and which version it is of. */
  #adopt(response: Response): void {
    const url = urlOf(response, this.#address);
    this.#version = { validators: validatorsOf(response), url };
    const { href } = this.#client.url;
    const isKept = response.redirected && url !== href;
    this.#address = isKept ? { url, isKept } : { url: href, isKept };
  }

  /** Asks for the last bytes by their number; nothing if the server refuses. */
  async #suffix(length: number, watch: Watch): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const response = await this.#ask(`bytes=-${length}`, watch);
    const { status, headers } = response;
    if (status === 416 && parseUnsatisfied(headers.get("content-range")) === 0) {
      return this.#empty(response);
    }
    const total = parseContentRange(headers.get("content-range") ?? "")?.total;
    const isWhole = status === 200 && Number(headers.get("content-length") ?? NaN) <= length;
    if (refusesSuffix.has(status) || status === 200 && !isWhole || status === 206 && !total) {
      this.#checkRefusal(response);
      dropBody(response);
      return undefined;
    }
    if (status === 206) return await this.#from(response, { total: total!, length, watch });
    return await this.#whole(response, { length, watch });
  }

  /**
   * Asks for the first bytes, to learn the file's length.
   *
   * @returns the whole file, if the server sends it and it is short.
   */
  async #head(length: number, watch: Watch): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { name } = this.#client;
    const response = await this.#ask(`bytes=0-${markBytes - 1}`, watch);
    const { status, headers } = response;
    if (status === 416 && parseUnsatisfied(headers.get("content-range")) === 0) {
      return this.#empty(response);
    }
    if (status === 200) return await this.#whole(response, { length, watch });
    const end = this.#check(response, { at: 0, end: markBytes });
    const total = parseContentRange(headers.get("content-range") ?? "")?.total;
    if (total === undefined) {
      dropBody(response);
      throw this.#client.isCrossOrigin
        ? hiddenLength(name)
        : wrongRange(name, headers.get("content-range") ?? "no Content-Range", "the file's length");
    }
    const beginning = new Uint8Array(end);
    let at = 0;
    await this.#take(response, {
      most: end,
      watch,
      take: (bytes) => {
        beginning.set(bytes, at);
        at += bytes.length;
      },
    });
    if (at < end) throw this.#client.broken(new Error("the answer ended early"));
    this.beginning = beginning;
    this.#learn(total);
    return undefined;
  }

  /** Reads the last bytes of a file whose length is known. */
  async #last(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = Math.max(0, this.size - length);
    const sink = new BytesSink(start, this.size);
    await this.read(sink);
    return sink.bytes;
  }

  /** The bytes of an answer to a request for the last ones. */
  async #from(
    response: Response,
    { total, length, watch }: { total: number; length: number; watch: Watch },
  ): Promise<Uint8Array<ArrayBuffer>> {
    const start = Math.max(0, total - length);
    const sink = new BytesSink(start, total);
    const end = this.#check(response, sink);
    await this.#take(response, { most: end - start, watch, take: (bytes) => sink.take(bytes) });
    if (sink.at < total) {
      throw this.#client.broken(new Error("the answer ended early"));
    }
    this.#learn(total);
    return sink.bytes;
  }

  /** The bytes of a file that is sent whole, if it is short. */
  async #whole(
    response: Response,
    { length, watch }: { length: number; watch: Watch },
  ): Promise<Uint8Array<ArrayBuffer>> {
    const sized = this.#check(response, { at: 0, end: length });
    const sink = new BytesSink(0, sized);
    await this.#take(response, { most: sized, watch, take: (bytes) => sink.take(bytes) });
    if (sink.at < sized) throw this.#client.broken(new Error("the answer ended early"));
    this.#learn(sized);
    return sink.bytes;
  }

  #empty(response: Response): Uint8Array<ArrayBuffer> {
    dropBody(response);
    this.#learn(0);
    return new Uint8Array(0);
  }

  /** An answer that refuses a range may be one that no other request would get past. */
  #checkRefusal(response: Response): void {
    const isForm = response.status === 200 || response.status === 206;
    if (isForm) this.#checkForm(response);
  }

  #learn(size: number): void {
    this.size = size;
    this.#isSizeKnown = true;
  }
}

/** The final address of an answer; a caller's own `fetch` may not say. */
function urlOf({ url }: Response, address: Address): string {
  return url === "" ? address.url : url;
}
