import { readError } from "../../batch/read_error.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { FilterReads } from "./text_column.ts";

/** A text that a test asks for. */
interface AskedText {
  readonly field: string;
  readonly record: number;
  readonly position: number;
  readonly length: number;
}

/** Texts that are fetched at once: their blocks are in memory together. */
const mostAtOnce = 256;

/**
 * The texts that tests of one page of records need, from a file whose bytes must be waited for. A test
 * runs with what is there; what it asked for is fetched, and it runs again.
 */
export class WaitingTexts {
  readonly #file: ReadableFile;
  readonly #reads: FilterReads;
  /** By position; texts may be asked for by their beginnings. */
  readonly #fetched = new Map<number, Uint8Array>();
  readonly #asked = new Map<number, AskedText>();

  constructor(file: ReadableFile, reads: FilterReads) {
    this.#file = file;
    this.#reads = reads;
  }

  /** Whether a test asked for texts that aren't there. */
  get isAsked(): boolean {
    return this.#asked.size > 0;
  }

  /** The text, or its beginning; nothing if it isn't there, but is asked for now. */
  bytes(text: AskedText): Uint8Array | undefined {
    const fetched = this.#fetched.get(text.position);
    if (fetched !== undefined && fetched.length >= text.length) {
      return fetched.subarray(0, text.length);
    }
    if (this.#asked.size < mostAtOnce) this.#asked.set(text.position, text);
    return undefined;
  }

  /** Fetches what was asked for. */
  async fetch(): Promise<void> {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    using _lease = await this.#file.prefetch(asked);
    for (const { field, record, position, length } of asked) {
      if (!this.#fetched.has(position)) this.#reads.count++;
      try {
        this.#fetched.set(position, this.#file.view(position, length).slice());
      } catch (cause) {
        throw readError(cause, { field, record });
      }
    }
  }

  /** Forgets everything: another page is tested. */
  clear(): void {
    this.#fetched.clear();
    this.#asked.clear();
  }
}
