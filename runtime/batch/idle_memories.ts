/** What has a memory that one batch after another may lie in. */
export interface BatchMemory {
  /** How large a batch may be without the memory having to grow. */
  readonly roomBytes: number;
  /** All of the memory, in bytes. */
  readonly memoryBytes: number;
}

/** A batch may take room for this many times its size, or this many bytes. */
const mostTimes = 4;
const smallBytes = 2 ** 20;

/**
 * Keeps memories whose batch was disposed of, up to a number of them and a number of bytes. Making
 * one costs more than filling a small batch, and its addresses are given back only when garbage is
 * collected. Those that have been idle longest go first.
 */
export class IdleMemories<Memory extends BatchMemory> {
  readonly #idle: Memory[] = [];
  readonly #limits: { readonly count: number; readonly bytes: number };
  #bytes = 0;

  constructor(limits: { readonly count: number; readonly bytes: number }) {
    this.#limits = limits;
  }

  /**
   * Takes the memory that fits a batch best: the smallest with enough room, or else the one with the
   * most, which has to grow the least. Memory that is much too large stays for batches that need it.
   */
  take(byteLength: number): Memory | undefined {
    const most = Math.max(smallBytes, byteLength * mostTimes);
    let best: Memory | undefined;
    for (const memory of this.#idle) {
      if (memory.memoryBytes > most + smallBytes) continue;
      if (best === undefined || isBetter(memory, best, byteLength)) best = memory;
    }
    if (best === undefined) return undefined;
    this.#idle.splice(this.#idle.indexOf(best), 1);
    this.#bytes -= best.memoryBytes;
    return best;
  }

  /** Keeps a memory that isn't used any more, or drops it if it is too large. */
  give(memory: Memory): void {
    if (memory.memoryBytes > this.#limits.bytes) return;
    this.#idle.push(memory);
    this.#bytes += memory.memoryBytes;
    while (this.#idle.length > this.#limits.count || this.#bytes > this.#limits.bytes) {
      this.#bytes -= this.#idle.shift()!.memoryBytes;
    }
  }
}

function isBetter(one: BatchMemory, other: BatchMemory, byteLength: number): boolean {
  const [fits, otherFits] = [one.roomBytes >= byteLength, other.roomBytes >= byteLength];
  if (fits !== otherFits) return fits;
  return fits ? one.roomBytes < other.roomBytes : one.roomBytes > other.roomBytes;
}
