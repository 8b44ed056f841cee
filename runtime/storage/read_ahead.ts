import { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import type { Storage } from "./storage.ts";

/** The least and the most bytes that are read at once, around a small read. */
const leastWindow = 2 ** 12;
const mostWindow = 2 ** 18;

/** Windows begin at multiples of this, so that views keep the alignment of their positions. */
const windowAlignment = 4096;

/** Reads of more bytes than this go to the storage as they are. */
const smallBytes = 2 ** 15;

/** Views of more bytes than this don't keep the memory of a whole window alive: they are copies. */
const sharedBytes = 4096;

/**
 * Reads more than is asked for, since what follows is mostly asked for next: so a million small reads in
 * order are a few system calls. It reads the further ahead the longer reads follow each other. For files
 * that nobody changes.
 */
export class ReadAheadStorage extends CopyingStorage {
  override readonly kind = "positioned";
  override readonly name: string;
  override readonly size: number;
  readonly #base: Storage;
  /** Never written to again, since views of it were given away. */
  #window = new Uint8Array(0);
  #start = 0;
  #ahead = leastWindow;

  /** @param base closed with this storage. */
  constructor(base: Storage) {
    super();
    this.#base = base;
    this.name = base.name;
    this.size = base.size;
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    if (length > smallBytes || !this.#hold(position, length)) {
      this.#base.copy(position, length, block, offset);
      return;
    }
    const from = position - this.#start;
    block.bytes.set(this.#window.subarray(from, from + length), offset);
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    const isOdd = position % 8 !== 0;
    if (length > sharedBytes || isOdd || !this.#hold(position, length)) {
      return super.view(position, length);
    }
    const from = position - this.#start;
    return this.#window.subarray(from, from + length);
  }

  override [Symbol.dispose](): void {
    this.#window = new Uint8Array(0);
    this.#base[Symbol.dispose]();
  }

  /** Makes sure that the window has these bytes; false where they can't be read together with others. */
  #hold(position: number, length: number): boolean {
    const start = this.#start;
    if (position >= start && position + length <= start + this.#window.length) return true;
    const from = Math.floor(position / windowAlignment) * windowAlignment;
    const end = start + this.#window.length;
    const isNext = position >= end - windowAlignment && position <= end + windowAlignment;
    this.#ahead = isNext ? Math.min(mostWindow, this.#ahead * 2) : leastWindow;
    const least = position + length - from;
    const window = Block.allocate(Math.min(Math.max(least, this.#ahead), this.size - from));
    if (window.bytes.length < least) return false;
    try {
      this.#base.copy(from, window.bytes.length, window, 0);
    } catch {
      // Perhaps a bad sector further on; the bytes themselves may be fine.
      return false;
    }
    this.#window = window.bytes;
    this.#start = from;
    return true;
  }
}
