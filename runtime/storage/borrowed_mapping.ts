import { Block } from "./block.ts";
import type { MemoryMapper } from "../../hosts/mod.ts";
import { MappedBytes } from "./mapped_bytes.ts";

/** A mapping that another thread of this process made, and has promised to keep. */
export interface BorrowedRange {
  /** Where the range that holds the file, and room for batches, begins in memory. */
  readonly address: bigint;
  /** The range's length in bytes. */
  readonly byteLength: number;
  /** Where the file begins, in bytes from the beginning of the range. */
  readonly start: number;
  /** The file's name. */
  readonly name: string;
  /** The file's length in bytes. */
  readonly size: number;
}

/** A mapping that this thread lends to another thread. */
export interface MappingLoan {
  /** What the other thread makes a {@link BorrowedMapping} from. */
  readonly range: BorrowedRange;
  /** The owner of the blocks in the range, which the other thread sees too. */
  readonly owner: object;
  /** Ends the loan; the other thread must have finished with it. */
  giveBack(): void;
}

/**
 * A file that another thread mapped, with batches placed where that thread says. Both threads see
 * the batches, the file is mapped once, and copying is as fast as in the thread that lends.
 */
export class BorrowedMapping extends MappedBytes {
  readonly isShared = true;
  readonly name: string;
  readonly size: number;
  protected readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;
  readonly range: object = this;
  protected readonly start: number;
  protected all: Uint8Array<ArrayBuffer>;
  protected bytes: Uint8Array<ArrayBuffer>;
  /** Where the next blocks go. */
  #places: readonly number[] = [];
  #taken = 0;
  /** The lengths requested while nothing is really allocated. */
  #measured: number[] | undefined;

  constructor({ address, byteLength, start, name, size }: BorrowedRange, mapper: MemoryMapper) {
    super();
    this.name = name;
    this.size = size;
    this.all = new Uint8Array(mapper.buffer(address, byteLength));
    this.start = start;
    const place = address + BigInt(start);
    this.bytes = new Uint8Array(mapper.buffer(place, size));
    this.copyInto = mapper.copier(place);
  }

  /** The lengths of the blocks that `make` allocates; it gets temporary memory. */
  measure(make: () => void): number[] {
    const measured = this.#measured = [];
    try {
      make();
    } finally {
      this.#measured = undefined;
    }
    return measured;
  }

  /** Says where the next blocks go in the range, in the order of {@link measure}. */
  place(places: readonly number[]): void {
    this.#places = places;
    this.#taken = 0;
  }

  /** Whether a view belongs to a block in the range. */
  holds({ buffer }: ArrayBufferView): boolean {
    return buffer === this.all.buffer;
  }

  allocate(byteLength: number): Block {
    if (this.#measured !== undefined) {
      this.#measured.push(byteLength);
      return Block.allocate(byteLength);
    }
    const base = this.#places[this.#taken++];
    if (base === undefined) {
      // The lending thread has no room. Code that writes to a block can write to shared memory too;
      // only the types differ.
      const bytes = new Uint8Array(new SharedArrayBuffer(byteLength));
      return new Block(bytes as Uint8Array as Uint8Array<ArrayBuffer>);
    }
    return new Block(this.all.subarray(base, base + byteLength), {
      owner: this,
      base,
      release: () => {}, // The lending thread frees it.
    });
  }

  [Symbol.dispose](): void {
    if (this.all.length === 0) return;
    for (const { buffer } of [this.all, this.bytes]) buffer.transfer();
    this.all = new Uint8Array(0);
    this.bytes = new Uint8Array(0);
  }
}
