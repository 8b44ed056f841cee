import { Arena, wholePages } from "./arena.ts";
import { Block } from "./block.ts";
import type { MemoryMapper } from "../../hosts/mod.ts";

/**
 * Bytes of address space in a range that files share. Offsets below 2^31 are small integers to V8, so
 * copying within the range makes no objects.
 */
const sharedBytes = 2 ** 31;

/** Bytes of address space kept free for batches when a file is put into a range. */
const batchBytes = 2 ** 30;

/** The ranges in use. One is removed when the last file or batch in it is given back. */
const ranges = new Set<MappedRange>();

/** Outlives every range, since the last thing in one may be a batch that nobody disposed of. */
const collected = new FinalizationRegistry<() => void>((giveBack) => giveBack());

/** A file's place in a range. */
export interface MappedPlace {
  /** Where it begins, in bytes from the beginning of the range. */
  readonly start: number;
  /** The file's bytes. When nobody holds them any longer, the place is freed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Detaches {@link bytes}, and frees the place unless somebody else holds it. */
  readonly release: () => void;
  /** Keeps the place and its contents for somebody who doesn't hold {@link bytes}. */
  readonly hold: () => () => void;
}

/**
 * A run of addresses that holds batches, followed by mapped files: copying from a file to a batch is
 * then a copy within one array, which makes no objects. What is free is zero, and takes no memory.
 * The range is given back to the system when nothing is left in it.
 */
export class MappedRange {
  /** Where it begins. */
  readonly address: bigint;
  readonly byteLength: number;
  /** All of it. It doesn't keep the range alive, so it is for those who hold a place in it. */
  readonly all: Uint8Array<ArrayBuffer>;
  readonly #mapper: MemoryMapper;
  readonly #arena: Arena;
  /** Number of files and batches in it. */
  #users = 0;

  /**
   * Reserves addresses for whatever fits.
   *
   * @throws {Error} when the system refuses.
   */
  constructor(mapper: MemoryMapper, byteLength: number) {
    this.#mapper = mapper;
    this.byteLength = wholePages(byteLength);
    this.address = mapper.reserve(this.byteLength);
    this.all = new Uint8Array(mapper.buffer(this.address, this.byteLength));
    this.#arena = new Arena(this.byteLength);
  }

  /**
   * A range with room for a file of that length and for batches: if possible one that is in use, so
   * that many files lie side by side.
   */
  static for(mapper: MemoryMapper, byteLength: number): MappedRange {
    const needed = wholePages(byteLength) + batchBytes;
    for (const range of ranges) if (range.#arena.freeBytes >= needed) return range;
    const range = new MappedRange(mapper, Math.max(sharedBytes, needed));
    ranges.add(range);
    return range;
  }

  /** How many ranges are in use, and the total of their lengths in bytes. */
  static get inUse(): { readonly count: number; readonly byteLength: number } {
    const byteLength = [...ranges].reduce((sum, range) => sum + range.byteLength, 0);
    return { count: ranges.size, byteLength };
  }

  /** Bytes of address space that nothing lies at. */
  get freeBytes(): number {
    return this.#arena.freeBytes;
  }

  /**
   * Maps a file into the range.
   *
   * @returns nothing if there is no room for it in one piece.
   * @throws {Error} when the system refuses.
   */
  mapFile(byteLength: number, descriptor: number): MappedPlace | undefined {
    const start = this.#arena.allocateLast(byteLength);
    if (start === undefined) return undefined;
    const address = this.address + BigInt(start);
    try {
      if (byteLength > 0) this.#mapper.mapFile(address, byteLength, descriptor);
    } catch (cause) {
      this.#arena.release(start, byteLength);
      this.leaveIfEmpty();
      throw cause;
    }
    return { start, ...this.#lend(start, byteLength) };
  }

  /**
   * A place that files are mapped into later, with {@link mapAt}; it is zero until then.
   *
   * @returns nothing if there is no room for it in one piece.
   */
  reserve(byteLength: number): MappedPlace | undefined {
    const start = this.#arena.allocateLast(byteLength);
    if (start === undefined) return undefined;
    return { start, ...this.#lend(start, byteLength) };
  }

  /**
   * Maps the beginning of a file over a part of a reserved place.
   *
   * @throws {Error} when the system refuses.
   */
  mapAt(start: number, byteLength: number, descriptor: number): void {
    this.#mapper.mapFile(this.address + BigInt(start), byteLength, descriptor);
  }

  /** Makes a part of a reserved place zero again, without a file. */
  clearAt(start: number, byteLength: number): void {
    this.#mapper.clear(this.address + BigInt(start), wholePages(byteLength));
  }

  /** Memory for a batch, zeroed; nothing if there is no room for it. */
  allocate(byteLength: number): Block | undefined {
    const base = this.#arena.allocate(byteLength);
    if (base === undefined) return undefined;
    const { bytes, release } = this.#lend(base, byteLength);
    return new Block(bytes, { owner: this, base, release });
  }

  /** Gives the range back to the system if nothing is in it. */
  leaveIfEmpty(): void {
    if (this.#users > 0 || this.all.length === 0) return;
    ranges.delete(this);
    this.all.buffer.transfer();
    this.#mapper.unmap(this.address, this.byteLength);
  }

  /** A part of the range as a buffer of its own, which can be detached without the others. */
  #lend(start: number, byteLength: number): Omit<MappedPlace, "start"> {
    this.#users++;
    const address = this.address + BigInt(start);
    const buffer = this.#mapper.buffer(address, byteLength);
    let users = 1;
    const drop = () => {
      if (--users > 0) return;
      // Not needed if the whole range is given back.
      if (this.#users > 1) this.#mapper.clear(address, wholePages(byteLength));
      this.#arena.release(start, byteLength);
      this.#users--;
      this.leaveIfEmpty();
    };
    collected.register(buffer, drop, buffer);
    const weak = new WeakRef(buffer);
    const release = () => {
      const live = weak.deref();
      if (live === undefined) return; // The registry frees it.
      collected.unregister(live);
      live.transfer(); // Detached, so that it doesn't show what is put here next.
      drop();
    };
    const hold = () => {
      users++;
      return drop;
    };
    return { bytes: new Uint8Array(buffer), release, hold };
  }
}
