import { Arena } from "./arena.ts";
import { Block } from "./block.ts";
import type { MemoryMapper } from "./libc.ts";
import { PositionedStorage } from "./positioned.ts";
import { spreadRows } from "./spread_rows.ts";
import type { GapFiller, ReadCounters, Storage } from "./storage.ts";

/** Address space for batches in front of the mapping; untouched pages cost nothing. */
const arenaBytes = 2 ** 30;

/**
 * A file mapped into memory, with room for batches in the same address range: copying a payload
 * into a batch is one `copyWithin`, which makes no objects. Offsets of that range stay small
 * integers to V8 for files of up to a gigabyte; beyond that each copy makes two short-lived
 * numbers.
 *
 * Truncating a mapped file from outside kills the process; positioned reads are the alternative.
 */
export class MappedStorage implements Storage {
  readonly kind = "mapped";
  readonly name: string;
  readonly size: number;
  readonly counters: ReadCounters = { reads: 0, bytes: 0 };
  readonly #span: Span;
  #all: Uint8Array<ArrayBuffer>;

  /**
   * @throws {FileError} when the file can't be opened.
   * @throws {Error} when the system refuses to map it.
   */
  constructor(path: string, mapper: MemoryMapper) {
    using file = new PositionedStorage(path);
    this.name = path;
    this.size = file.size;
    this.#span = new Span(mapper, arenaBytes + file.size);
    try {
      if (file.size > 0) file.withDescriptor((fd) => this.#span.map(arenaBytes, file.size, fd));
      this.#all = this.#span.whole();
    } catch (cause) {
      this.#span.drop();
      throw cause;
    }
  }

  copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    const from = arenaBytes + position;
    if (block.owner === this) {
      checkRoom(block, offset + length);
      this.#all.copyWithin(block.base + offset, from, from + length);
    } else {
      block.bytes.set(this.#all.subarray(from, from + length), offset);
    }
  }

  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    if (block.owner !== this) {
      return spreadRows(this, position, rowBytes, rows, block, offset, stride, gaps);
    }
    this.counters.reads++;
    this.counters.bytes += rows * rowBytes;
    checkRoom(block, offset + rows * stride);
    const all = this.#all;
    const { base } = block;
    let from = arenaBytes + position;
    let to = offset;
    for (let row = 0; row < rows; row++) {
      all.copyWithin(base + to, from, from + rowBytes);
      gaps.fillGap(to + rowBytes, to + stride);
      from += rowBytes;
      to += stride;
    }
  }

  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    this.counters.reads++;
    this.counters.bytes += length;
    return this.#all.subarray(arenaBytes + position, arenaBytes + position + length);
  }

  allocate(byteLength: number): Block {
    // Once closed, the range may have been given back to the system.
    const place = this.#all.length === 0 ? undefined : this.#span.allocate(byteLength);
    if (place === undefined) return Block.allocate(byteLength);
    return new Block(place.bytes, { owner: this, base: place.base, release: place.release });
  }

  [Symbol.dispose](): void {
    if (this.#all.length === 0) return;
    // Detached first: a view used after this is empty instead of pointing at unmapped memory.
    const { buffer } = this.#all;
    this.#all = new Uint8Array(0);
    collected.unregister(buffer);
    buffer.transfer();
    this.#span.drop();
  }
}

/** Behind a block lies another one, which must not be written to; a block that was given back is empty. */
function checkRoom({ bytes }: Block, end: number): void {
  if (end > bytes.length) throw new RangeError(`Cannot copy to byte ${end} of ${bytes.length}`);
}

/** Outlives every span, as the last thing to hold one may be a batch that nobody disposed of. */
const collected = new FinalizationRegistry<() => void>((release) => release());

/**
 * The address range. It outlives the storage while batches made from it are still in use: their
 * memory is given back when they are disposed of or collected, the range when the last one is.
 */
class Span {
  readonly address: bigint;
  readonly byteLength: number;
  readonly #mapper: MemoryMapper;
  readonly #arena = new Arena(arenaBytes);
  #users = 1;

  constructor(mapper: MemoryMapper, byteLength: number) {
    this.#mapper = mapper;
    this.byteLength = byteLength;
    this.address = mapper.reserve(byteLength);
  }

  map(offset: number, byteLength: number, descriptor: number): void {
    this.#mapper.mapFile(this.address + BigInt(offset), byteLength, descriptor);
  }

  /** The whole range; when its owner forgets to close it, being collected closes it. */
  whole(): Uint8Array<ArrayBuffer> {
    const buffer = this.#mapper.buffer(this.address, this.byteLength);
    collected.register(buffer, () => this.drop(), buffer);
    return new Uint8Array(buffer);
  }

  allocate(byteLength: number) {
    const base = this.#arena.allocate(byteLength);
    if (base === undefined) return undefined;
    this.#users++;
    const buffer = this.#mapper.buffer(this.address + BigInt(base), byteLength);
    const bytes = new Uint8Array(buffer).fill(0);
    const giveBack = () => {
      this.#arena.release(base, byteLength);
      this.drop();
    };
    collected.register(buffer, giveBack, buffer);
    const weak = new WeakRef(buffer);
    const release = () => {
      const live = weak.deref();
      if (live === undefined) return; // The registry sees to it.
      collected.unregister(live);
      live.transfer(); // Detached, so that the next batch in this place isn't seen through it.
      giveBack();
    };
    return { bytes, base, release };
  }

  /** One user less; the last one gives the range back to the system. */
  drop(): void {
    if (--this.#users === 0) this.#mapper.unmap(this.address, this.byteLength);
  }
}
