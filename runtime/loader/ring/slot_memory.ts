import type { Block } from "../../storage/block.ts";
import type { MappedStorage } from "../../storage/mapped.ts";
import type { LentValues } from "./shown_part.ts";

/** The types of what batches hold. */
const lentArrays = { Int16Array, Int32Array, Float32Array, Uint16Array, BigInt64Array };

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
    if (memory.#blocks.every(({ owner }) => owner === storage)) return memory;
    memory[Symbol.dispose]();
    return undefined;
  }

  /** Where each block lies in the mapping's range. */
  get places(): number[] {
    return this.#blocks.map(({ base }) => base);
  }

  /** What the worker sees at a place, as this thread sees it; detached once it is given back. */
  show({ type, at, length }: LentValues): ArrayBufferView {
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
