import { Arena } from "./arena.ts";
import { Block } from "./block.ts";
import type { LentRange } from "./lent.ts";
import type { MemoryMapper } from "./libc.ts";
import { arenaBytes, MappedBytes } from "./mapped_bytes.ts";
import { PositionedStorage } from "./positioned.ts";

/**
 * A file that this thread mapped.
 *
 * Truncating a mapped file from outside kills the process; positioned reads are the alternative.
 */
export class MappedStorage extends MappedBytes {
  readonly name: string;
  readonly size: number;
  protected readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;
  protected all: Uint8Array<ArrayBuffer>;
  readonly #span: Span;

  /**
   * @throws {FileError} when the file can't be opened.
   * @throws {Error} when the system refuses to map it.
   */
  constructor(path: string, mapper: MemoryMapper) {
    super();
    using file = new PositionedStorage(path);
    this.name = path;
    this.size = file.size;
    this.#span = new Span(mapper, arenaBytes + file.size);
    try {
      if (file.size > 0) file.withDescriptor((fd) => this.#span.map(arenaBytes, file.size, fd));
      this.all = this.#span.whole();
      this.copyInto = mapper.copier(this.#span.address);
    } catch (cause) {
      this.#span.drop();
      throw cause;
    }
  }

  /** What another thread opens as a {@link LentStorage}; the range is kept until it is given back. */
  lend(): { readonly range: LentRange; giveBack(): void } {
    const { address, byteLength } = this.#span;
    this.#span.hold();
    return {
      range: { address, byteLength, name: this.name, size: this.size },
      giveBack: () => this.#span.drop(),
    };
  }

  allocate(byteLength: number): Block {
    // Once closed, the range may have been given back to the system.
    const place = this.all.length === 0 ? undefined : this.#span.allocate(byteLength);
    if (place === undefined) return Block.allocate(byteLength);
    return new Block(place.bytes, { owner: this, base: place.base, release: place.release });
  }

  [Symbol.dispose](): void {
    if (this.all.length === 0) return;
    // Detached first: a view used after this is empty instead of pointing at unmapped memory.
    const { buffer } = this.all;
    this.all = new Uint8Array(0);
    collected.unregister(buffer);
    buffer.transfer();
    this.#span.drop();
  }
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

  /** Keeps the range for one user more. */
  hold(): void {
    this.#users++;
  }

  allocate(byteLength: number) {
    const place = this.#arena.allocate(byteLength);
    if (place === undefined) return undefined;
    const { start: base, touched } = place;
    this.hold();
    const buffer = this.#mapper.buffer(this.address + BigInt(base), byteLength);
    // Pages that were never touched are zero, and take no memory before they are.
    const bytes = new Uint8Array(buffer).fill(0, 0, touched);
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
