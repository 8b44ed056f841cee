import type { Block } from "../../storage/block.ts";
import type { Storage } from "../../storage/storage.ts";
import type { BorrowedArray } from "./published_batch.ts";

/** The types of arrays that can be views of any memory. */
const arrayTypes = {
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

/** The name of one of these types. */
export type ArrayTypeName = keyof typeof arrayTypes;

/** Whether arrays of this type can be views of another thread's mapping. */
export function isArrayTypeName(name: string): name is ArrayTypeName {
  return Object.hasOwn(arrayTypes, name);
}

/** The memory of a slot's batches, next to a mapping that is lent to the worker that fills it. */
export class SlotMemory implements Disposable {
  readonly #blocks: readonly Block[];

  private constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  /**
   * Allocates blocks of these lengths next to the storage's mapping, whose blocks have this owner;
   * returns nothing if there isn't room for all.
   */
  static allocate(
    { storage, owner: mapping }: { readonly storage: Storage; readonly owner: object },
    sizes: readonly number[],
  ): SlotMemory | undefined {
    const memory = new SlotMemory(sizes.map((size) => storage.allocate(size)));
    if (memory.#blocks.every(({ owner }) => owner === mapping)) return memory;
    memory[Symbol.dispose]();
    return undefined;
  }

  /** Where each block begins in the mapping's range. */
  get places(): number[] {
    return this.#blocks.map(({ base }) => base);
  }

  /** This thread's view of what the worker sees at a place; detached when it is given back. */
  show({ type, at, length }: BorrowedArray): ArrayBufferView {
    // An array without elements may lie at the end of a block.
    if (length === 0) return new arrayTypes[type](0);
    const block = this.#blocks.find(({ base, bytes }) =>
      at === base || (at > base && at < base + bytes.length)
    )!;
    const { buffer, byteOffset } = block.bytes;
    return new arrayTypes[type](buffer, byteOffset + at - block.base, length);
  }

  /** Frees the memory; the worker must have finished with it. */
  [Symbol.dispose](): void {
    for (const block of this.#blocks) block[Symbol.dispose]();
  }
}
