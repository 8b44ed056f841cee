/** Where the bytes of a range go as they arrive. */
export interface RangeSink {
  /** Where the first byte is that hasn't arrived. */
  readonly at: number;
  /** One after the last byte. */
  readonly end: number;
  /** Takes the bytes that come next. */
  take(bytes: Uint8Array): void;
  /** Only sinks that hosts can write to directly have this. */
  readonly memory?: SinkMemory;
}

/** Memory of a sink that hosts write to directly, which saves a copy and an allocation. */
export interface SinkMemory {
  /** Where the next bytes go: at least one. Its buffer is given away, and may hold other things. */
  room(): Uint8Array<ArrayBuffer>;
  /** Takes memory of {@link room} back, in a buffer of its own, with the next bytes in it. */
  filled(bytes: Uint8Array<ArrayBuffer>): void;
  /** The memory of the last {@link room} is gone, and what was in it has to arrive again. */
  lost(): void;
}

/** Collects a range; its memory grows with what arrives. */
export class BytesSink implements RangeSink {
  /** See {@link RangeSink.at}. */
  at: number;
  /** See {@link RangeSink.end}. */
  readonly end: number;
  readonly #start: number;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(start: number, end: number) {
    this.#start = start;
    this.at = start;
    this.end = end;
    this.#bytes = new Uint8Array(Math.min(end - start, 65_536));
  }

  /** What has arrived. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const length = this.at - this.#start;
    return length === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, length);
  }

  /** See {@link RangeSink.take}. */
  take(bytes: Uint8Array): void {
    const from = this.at - this.#start;
    const needed = from + bytes.length;
    if (needed > this.#bytes.length) {
      const most = this.end - this.#start;
      const larger = new Uint8Array(Math.min(most, Math.max(needed, this.#bytes.length * 2)));
      larger.set(this.#bytes.subarray(0, from));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, from);
    this.at += bytes.length;
  }
}
