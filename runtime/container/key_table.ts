import type { KeyHash } from "./keys.ts";

/** Hashes in one piece of memory; pieces are never copied as the table grows. */
const pieceShift = 15;
const pieceMask = (1 << pieceShift) - 1;

/** Bytes of what {@link KeyTable.drain} gives at once. */
const drainBytes = 65_536;

/** Records of one bucket on average, when they are sorted. */
const bucketRecords = 8;

/** A bucket with more of them than this wasn't filled by chance. */
const crowded = 64;

/**
 * The hashes of the keys of records 0, 1, 2 …, which can be searched, and sorted in the end. It takes
 * 8 bytes per record for the hash and 5 to 11 for a place in a hash table; while that table grows, 16.
 */
export class KeyTable {
  /** The hashes by record: the lower word, then the upper one. */
  readonly #pieces: Uint32Array<ArrayBuffer>[] = [];
  /** Record numbers, each plus 1; 0 where a place is free. */
  #places: Uint32Array<ArrayBuffer> = new Uint32Array(1024);
  #size = 0;

  /** Records so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * The record with this hash that `isSame` accepts, or `undefined`. Keys that differ can have the same
   * hash, so `isSame` compares what it was made of.
   */
  find({ low, high }: KeyHash, isSame: (record: number) => boolean): number | undefined {
    const places = this.#places;
    const mask = places.length - 1;
    for (let at = (low & mask) >>> 0;; at = ((at + 1) & mask) >>> 0) {
      const place = places[at]!;
      if (place === 0) return undefined;
      const record = place - 1;
      const isEqual = this.#lowOf(record) === low && this.#highOf(record) === high;
      if (isEqual && isSame(record)) return record;
    }
  }

  /** Adds the hash of the next record. */
  add({ low, high }: KeyHash): void {
    const record = this.#size;
    // At most three quarters are taken.
    if ((record + 1) * 4 > this.#places.length * 3) this.#grow();
    if ((record & pieceMask) === 0) this.#pieces.push(new Uint32Array(2 << pieceShift));
    const piece = this.#pieces[record >>> pieceShift]!;
    const word = (record & pieceMask) * 2;
    piece[word] = low;
    piece[word + 1] = high;
    place(this.#places, low, record);
    this.#size++;
  }

  /**
   * Calls `take` with the index of the keys: all hashes in ascending order, as `u64`s, then the records
   * that they belong to, as `u32`s; records of equal hashes in ascending order. Each piece is valid
   * during its call. Nothing can be found or added afterwards.
   */
  drain(take: (piece: Uint8Array) => void): void {
    // Its memory is needed for the order.
    this.#places.buffer.transfer(0);
    const order = this.#sorted();
    const view = new DataView(new ArrayBuffer(drainBytes));
    drainEach(order, 8, view, take, (record, at) => {
      view.setUint32(at, this.#lowOf(record), true);
      view.setUint32(at + 4, this.#highOf(record), true);
    });
    drainEach(order, 4, view, take, (record, at) => view.setUint32(at, record, true));
  }

  #lowOf(record: number): number {
    return this.#pieces[record >>> pieceShift]![(record & pieceMask) * 2]!;
  }

  #highOf(record: number): number {
    return this.#pieces[record >>> pieceShift]![(record & pieceMask) * 2 + 1]!;
  }

  #grow(): void {
    const places = new Uint32Array(this.#places.length * 2);
    for (let record = 0; record < this.#size; record++) place(places, this.#lowOf(record), record);
    // Given back at once, and not when the garbage collector thinks of it.
    this.#places.buffer.transfer(0);
    this.#places = places;
  }

  /**
   * The records in the order of their hashes. Hashes are spread evenly: the upper bits put nearly all
   * records where they belong, and the few of a bucket are sorted among themselves.
   */
  #sorted(): Uint32Array<ArrayBuffer> {
    const size = this.#size;
    const bits = Math.min(30, Math.max(1, Math.ceil(Math.log2(size / bucketRecords + 1))));
    const shift = 32 - bits;
    const ends = new Uint32Array(2 ** bits);
    for (let record = 0; record < size; record++) {
      const bucket = this.#highOf(record) >>> shift;
      ends[bucket] = ends[bucket]! + 1;
    }
    for (let bucket = 1; bucket < ends.length; bucket++) {
      ends[bucket] = ends[bucket]! + ends[bucket - 1]!;
    }
    const order = new Uint32Array(size);
    // From the last on, so that each bucket has its records in ascending order, and `ends` their starts.
    for (let record = size - 1; record >= 0; record--) {
      const bucket = this.#highOf(record) >>> shift;
      const at = ends[bucket]! - 1;
      ends[bucket] = at;
      order[at] = record;
    }
    for (let bucket = 0; bucket < ends.length; bucket++) {
      this.#sortRun(order, ends[bucket]!, ends[bucket + 1] ?? size);
    }
    return order;
  }

  #sortRun(order: Uint32Array, start: number, end: number): void {
    if (end - start > crowded) {
      order.subarray(start, end).sort((one, other) => this.#compare(one, other));
      return;
    }
    for (let at = start + 1; at < end; at++) {
      const record = order[at]!;
      let to = at;
      for (; to > start && this.#compare(order[to - 1]!, record) > 0; to--) {
        order[to] = order[to - 1]!;
      }
      order[to] = record;
    }
  }

  #compare(one: number, other: number): number {
    return this.#highOf(one) - this.#highOf(other) || this.#lowOf(one) - this.#lowOf(other) ||
      one - other;
  }
}

/** Takes the first free place from that of the hash on. */
function place(places: Uint32Array, low: number, record: number): void {
  const mask = places.length - 1;
  let at = (low & mask) >>> 0;
  while (places[at] !== 0) at = ((at + 1) & mask) >>> 0;
  places[at] = record + 1;
}

function drainEach(
  order: Uint32Array,
  itemBytes: number,
  view: DataView<ArrayBuffer>,
  take: (piece: Uint8Array) => void,
  set: (record: number, at: number) => void,
): void {
  const most = view.byteLength / itemBytes;
  for (let first = 0; first < order.length; first += most) {
    const count = Math.min(most, order.length - first);
    for (let at = 0; at < count; at++) set(order[first + at]!, at * itemBytes);
    take(new Uint8Array(view.buffer, 0, count * itemBytes));
  }
}
