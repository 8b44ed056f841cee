/** A web server on loopback that answers as a script says, with every fault that HTTP can have. */
import { createServer, type Server, type Socket } from "node:net";

/** A request, as the server saw it. */
export interface Seen {
  readonly number: number;
  readonly method: string;
  /** The path and the query. */
  readonly target: string;
  readonly range: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the body that were sent. */
  sent: number;
}

/** An answer, and what goes wrong with it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Ends the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Sends nothing more after so many bytes of the body, and leaves the connection open. */
  readonly hangAfter?: number;
  /** Resets the connection instead of answering. */
  readonly reset?: boolean;
  /** Ends the connection after the answer. */
  readonly close?: boolean;
  /** Sends the body in pieces of so many bytes, one per turn. */
  readonly slow?: number;
  /** Waits for so many milliseconds before answering. */
  readonly delay?: number;
  /** No Content-Length, but chunks. */
  readonly chunked?: boolean;
}

/** Decides how a request is answered; `undefined` leaves it to the server. */
export type Script = (seen: Seen) => Answer | undefined | Promise<Answer | undefined>;

/** Bytes in memory, or of a file on disk. */
export interface ServedBytes {
  readonly length: number;
  subarray(start: number, end: number): Uint8Array;
}

/** A file on disk that is too large for memory. */
export class DiskBytes implements ServedBytes {
  readonly length: number;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.length = Deno.statSync(path).size;
  }

  subarray(start: number, end: number): Uint8Array {
    using file = Deno.openSync(this.#path);
    file.seekSync(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(end - start);
    for (let done = 0; done < bytes.length;) done += file.readSync(bytes.subarray(done)) ?? 0;
    return bytes;
  }
}

/** A file with its version. */
export interface ServedFile {
  readonly bytes: ServedBytes;
  readonly etag?: string;
}

/** How long no request arrives before those that wait are answered together, in milliseconds. */
const quiet = 40;

/** The server; see {@link startServer}. */
export class TestServer implements AsyncDisposable {
  /** All requests so far. */
  readonly log: Seen[] = [];
  /** The files by path. */
  readonly files = new Map<string, ServedFile>();
  /** What goes wrong. */
  script: Script = () => undefined;
  /** Answers requests only when no more arrive, all at once; {@link rounds} counts how often. */
  isLockstep = false;
  /** Round trips that clients waited for. */
  rounds = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #held: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Listens at a free port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  /** The server's origin. */
  get origin(): string {
    const { port } = this.#server.address() as { port: number };
    return `http://127.0.0.1:${port}`;
  }

  /** Serves a file, and returns its URL. */
  serve(path: string, bytes: ServedBytes, etag = '"one"'): string {
    this.files.set(path, { bytes, etag });
    return `${this.origin}${path}`;
  }

  /** Requests since the last call, and the bytes and round trips that they took. */
  take(): { requests: number; bytes: number; rounds: number } {
    const seen = this.log.splice(0);
    const rounds = this.rounds;
    this.rounds = 0;
    return {
      requests: seen.length,
      bytes: seen.reduce((sum, { sent }) => sum + sent, 0),
      rounds,
    };
  }

  /** The answer of a good server. */
  usual(seen: Seen): Answer {
    const file = this.files.get(new URL(seen.target, "http://host").pathname);
    if (file === undefined) return { status: 404, body: new TextEncoder().encode("no") };
    return rangeAnswer(file, seen.range);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    let pending = "";
    let turn = Promise.resolve();
    socket.on("data", (data) => {
      pending += data.toString("latin1");
      for (let end = pending.indexOf("\r\n\r\n"); end >= 0; end = pending.indexOf("\r\n\r\n")) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        turn = turn.then(() => this.#answer(socket, head)).catch(() => void socket.destroy());
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  async #answer(socket: Socket, head: string): Promise<void> {
    const [first = "", ...lines] = head.split("\r\n");
    const [method = "", target = ""] = first.split(" ");
    const headers = new Map(lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }));
    const number = this.log.length;
    const seen: Seen = { number, method, target, range: headers.get("range"), headers, sent: 0 };
    this.log.push(seen);
    if (this.isLockstep) await this.#hold();
    const answer = await this.script(seen) ?? this.usual(seen);
    if (answer.delay !== undefined) await pause(answer.delay);
    if (answer.reset) return void socket.resetAndDestroy();
    await send(socket, answer, seen);
  }

  #hold(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.push(resolve);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.rounds++;
      for (const release of this.#held.splice(0)) release();
    }, quiet);
    return promise;
  }
}

/** A server at a free port. */
export async function startServer(): Promise<TestServer> {
  const server = new TestServer();
  await server.start();
  return server;
}

/** What a good server answers to a request for a range. */
export function rangeAnswer({ bytes, etag }: ServedFile, range: string | undefined): Answer {
  const version = etag === undefined ? {} : { etag };
  const found = /^bytes=(\d*)-(\d*)$/.exec(range ?? "");
  if (found === null) {
    return { status: 200, headers: version, body: bytes.subarray(0, bytes.length) };
  }
  const [, from = "", to = ""] = found;
  const start = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes.length : Math.min(bytes.length, Number(to) + 1);
  if (start >= end) {
    return { status: 416, headers: { ...version, "content-range": `bytes */${bytes.length}` } };
  }
  return {
    status: 206,
    headers: { ...version, "content-range": `bytes ${start}-${end - 1}/${bytes.length}` },
    body: bytes.subarray(start, end),
  };
}

async function send(socket: Socket, answer: Answer, seen: Seen): Promise<void> {
  const { status, headers = {}, body = new Uint8Array(0), close = false, chunked = false } = answer;
  const all: Record<string, string> = {
    ...(chunked ? { "transfer-encoding": "chunked" } : { "content-length": `${body.length}` }),
    connection: close ? "close" : "keep-alive",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.write(`HTTP/1.1 ${status} Status\r\n${lines}\r\n`);
  if (seen.method === "HEAD") return;
  const sent = body.subarray(0, answer.cutAfter ?? answer.hangAfter ?? body.length);
  const step = answer.slow ?? Math.max(1, sent.length);
  for (let at = 0; at < sent.length; at += step) {
    const part = sent.subarray(at, at + step);
    if (chunked) socket.write(`${part.length.toString(16)}\r\n`);
    const isTaken = socket.write(part);
    if (chunked) socket.write("\r\n");
    seen.sent += part.length;
    if (answer.slow !== undefined) await pause(1);
    else if (!isTaken) await new Promise((resolve) => socket.once("drain", resolve));
  }
  if (answer.hangAfter !== undefined) return await new Promise(() => {});
  if (answer.cutAfter !== undefined) return void socket.destroy();
  if (chunked) socket.write("0\r\n\r\n");
  if (close) socket.end();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
