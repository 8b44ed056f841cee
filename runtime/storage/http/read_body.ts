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

/**
 * Reads the body of an answer as it arrives: at most `most` bytes, whatever the answer claims.
 *
 * @returns how many there were.
 * @throws {TooManyBytes} when there are more.
 */
export async function readBody(
  { body }: Response,
  { most, watch, take }: { most: number; watch: Watch; take: (bytes: Uint8Array) => void },
): Promise<number> {
  if (body === null) return 0;
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

/** Lets go of an answer whose body isn't wanted. */
export function dropBody(response: Response): void {
  response.body?.cancel().catch(() => {});
}
