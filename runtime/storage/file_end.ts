/** The last bytes of a file, which are kept for as long as the file is open. */
export class FileEnd {
  readonly #size: number;
  /** The bytes that have arrived. */
  #bytes = new Uint8Array(0);
  /** Where they begin, those included that were asked for. */
  #start: number;
  #arrival: Promise<void> = Promise.resolve();

  /** @param size bytes of the file. */
  constructor(size: number) {
    this.#size = size;
    this.#start = size;
  }

  /** Where the bytes begin that are kept, or will be. */
  get start(): number {
    return this.#start;
  }

  /** Where the bytes begin that have arrived. */
  get arrived(): number {
    return this.#size - this.#bytes.length;
  }

  /** Settles when all bytes from {@link start} on have arrived. */
  get arrival(): Promise<void> {
    return this.#arrival;
  }

  /** Keeps the bytes that come right before those that are kept. */
  keep(bytes: Uint8Array<ArrayBuffer>): void {
    const joined = new Uint8Array(bytes.length + this.#bytes.length);
    joined.set(bytes);
    joined.set(this.#bytes, bytes.length);
    this.#bytes = joined;
    this.#start = Math.min(this.#start, this.arrived);
  }

  /** Fetches the last bytes, `length` of them, as far as they weren't asked for. */
  fetch(
    length: number,
    fetchBytes: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    const [start, end] = [this.#size - length, this.#start];
    if (start >= end) return this.#arrival;
    this.#start = start;
    this.#arrival = this.#fetched(fetchBytes(start, end), this.#arrival);
    // Whoever waits for it gets the failure, so it isn't unhandled.
    this.#arrival.catch(() => {});
    return this.#arrival;
  }

  /** The bytes from a position on, at most `length` of them; they have arrived. */
  at(position: number, length: number): Uint8Array {
    const from = position - this.arrived;
    return this.#bytes.subarray(from, from + length);
  }

  async #fetched(
    bytes: Promise<Uint8Array<ArrayBuffer>>,
    before: Promise<void>,
  ): Promise<void> {
    try {
      // Bytes before those that haven't arrived would have no place.
      const [found] = await Promise.all([bytes, before]);
      this.keep(found);
    } catch (cause) {
      this.#start = this.arrived;
      this.#arrival = Promise.resolve();
      throw cause;
    }
  }
}
