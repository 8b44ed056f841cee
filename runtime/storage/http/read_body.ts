import type { SinkMemory } from "./range_sink.ts";

/** How long no byte may arrive before a request counts as broken, in milliseconds. */
const patience = 30_000;

/** The body has more bytes than it may have. */
export class TooManyBytes extends Error {}

/** Aborts a request when nothing arrives for a while. */
export class Watch implements Disposable {
  readonly #stop = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #hasMoved = true;

  constructor(milliseconds: number = patience) {
    this.#timer = setInterval(() => {
      if (!this.#hasMoved) {
        this.#stop.abort(new Error(`nothing arrived for ${milliseconds / 1000} s`));
      }
      this.#hasMoved = false;
    }, milliseconds);
  }

  /** Aborted when nothing arrived. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Something arrived. */
  note(): void {
    this.#hasMoved = true;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** How a body is read. */
export interface BodyReading {
  /** How many bytes it may have. */
  readonly most: number;
  readonly watch: Watch;
  /** Takes the bytes that come next. */
  readonly take: (bytes: Uint8Array) => void;
  /** Where they go instead, if the host can write there. */
  readonly memory?: SinkMemory | undefined;
}

/**
 * Reads the body of an answer as it arrives: at most `most` bytes, whatever the answer claims.
 *
 * @returns how many there were.
 * @throws {TooManyBytes} when there are more.
 */
export async function readBody(
  { body }: Response,
  { most, watch, take, memory }: BodyReading,
): Promise<number> {
  if (body === null) return 0;
  const direct = memory === undefined ? undefined : directReader(body);
  if (direct !== undefined) return await readDirectly(direct, { most, watch, memory: memory! });
  const reader = body.getReader();
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return count;
    watch.note();
    if (count + value.length > most) {
      // The rest isn't wanted, and a failure to say so changes nothing.
      reader.cancel().catch(() => {});
      throw new TooManyBytes();
    }
    take(value);
    count += value.length;
  }
}

/** A reader that writes to memory that it is given; not all hosts' bodies have one. */
function directReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

async function readDirectly(
  reader: ReadableStreamBYOBReader,
  { most, watch, memory }: { most: number; watch: Watch; memory: SinkMemory },
): Promise<number> {
  let count = 0;
  while (count < most) {
    const room = memory.room().subarray(0, most - count);
    let read: ReadableStreamReadResult<Uint8Array>;
    try {
      read = await reader.read(room);
    } catch (cause) {
      memory.lost();
      throw cause;
    }
    watch.note();
    const { done, value } = read;
    if (done) {
      // The memory comes back, or it is gone.
      if (value === undefined || value.length > 0 || value.buffer.byteLength === 0) memory.lost();
      else memory.filled(value as Uint8Array<ArrayBuffer>);
      return count;
    }
    memory.filled(value as Uint8Array<ArrayBuffer>);
    count += value.length;
  }
  const { done } = await reader.read(new Uint8Array(1));
  if (done) return count;
  reader.cancel().catch(() => {});
  throw new TooManyBytes();
}

/** Lets go of an answer whose body isn't wanted. */
export function dropBody(response: Response): void {
  response.body?.cancel().catch(() => {});
}
