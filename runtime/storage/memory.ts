import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";

/** A file's bytes, held in memory by the caller. */
export class MemoryStorage extends CopyingStorage {
  override readonly kind = "memory";
  override readonly name: string;
  override readonly size: number;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>, name = "(memory)") {
    super();
    // Node's Buffers are arrays of bytes whose `slice` doesn't copy.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.name = name;
    this.size = bytes.length;
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    block.bytes.set(this.#bytes.subarray(position, position + length), offset);
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.counters.reads++;
    this.counters.bytes += length;
    const view = this.#bytes.subarray(position, position + length);
    // Tables are read through wider views, which must begin on multiples of their width.
    return view.byteOffset % 8 === 0 ? view : view.slice();
  }

  override [Symbol.dispose](): void {
    this.#bytes = new Uint8Array(0);
  }
}
