import type { Block } from "../../storage/block.ts";
import type { MappedStorage } from "../../storage/mapped.ts";
import type { LentValues } from "./shown_part.ts";

/** The types of arrays that lie in memory by themselves, as bytes do. */
const lentArrays = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
};

/** The name of one of them. */
export type LentArrayName = keyof typeof lentArrays;

/** Whether arrays of a type can be made in another thread's mapping. */
export function isLentArrayName(name: string): name is LentArrayName {
  return Object.hasOwn(lentArrays, name);
}

/** The memory of a slot's batches, beside a mapping that is lent to the worker which fills it. */
export class SlotMemory implements Disposable {
  readonly #blocks: readonly Block[];

  private constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  /** Takes blocks of these lengths beside the mapping; nothing where there isn't room for all. */
  static allocate(storage: MappedStorage, sizes: readonly number[]): SlotMemory | undefined {
    const memory = new SlotMemory(sizes.map((size) => storage.allocate(size)));
    if (memory.#blocks.every(({ owner }) => owner === storage.range)) return memory;
    memory[Symbol.dispose]();
    return undefined;
  }

  /** Where each block lies in the mapping's range. */
  get places(): number[] {
    return this.#blocks.map(({ base }) => base);
  }

  /** What the worker sees at a place, as this thread sees it; detached once it is given back. */
  show({ type, at, length }: LentValues): ArrayBufferView {
    // One without elements may lie where a block ends.
    if (length === 0) return new lentArrays[type](0);
    const block = this.#blocks.find(({ base, bytes }) =>
      at === base || (at > base && at < base + bytes.length)
    )!;
    const { buffer, byteOffset } = block.bytes;
    return new lentArrays[type](buffer, byteOffset + at - block.base, length);
  }

  /** Gives the memory back; the worker must be done with it. */
  [Symbol.dispose](): void {
    for (const block of this.#blocks) block[Symbol.dispose]();
  }
}
