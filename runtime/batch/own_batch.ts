import { isKernelAtHand } from "../../kernels/kernel_modules.ts";
import { OwnRowKernels } from "../../kernels/row_kernels.ts";
import { Block } from "../storage/block.ts";
import type { Storage } from "../storage/storage.ts";
import { IdleMemories } from "./idle_memories.ts";

/** A batch in the memory of kernels of its own. */
export interface OwnBatch {
  readonly kernels: OwnRowKernels;
  /** Its offset in their memory. */
  readonly at: number;
  /**
   * The same memory, for code that writes to it from outside the kernels. Disposing of it gives the
   * kernels to the next batch and detaches all views, so what they allocated must be freed by then.
   */
  readonly block: Block;
}

/** Kernels of batches that were disposed of. */
const idle = new IdleMemories<OwnRowKernels>({ count: 8, bytes: 64 * 2 ** 20 });

/**
 * Allocates a batch in the memory of kernels of its own. Returns `undefined` if batches lie in
 * memory that threads share, if there isn't enough memory, or if the kernels must be waited for.
 *
 * @param allocate allocates what else the kernels need.
 */
export function ownBatch(
  storage: Storage,
  byteLength: number,
  allocate: (kernels: OwnRowKernels) => void,
): OwnBatch | undefined {
  if (storage.isShared || !isKernelAtHand("dsp")) return undefined;
  try {
    const kernels = idle.take(byteLength) ?? new OwnRowKernels();
    allocate(kernels);
    const at = kernels.room(byteLength);
    const bytes = kernels.bytes().subarray(at, at + byteLength);
    const release = () => giveBack(kernels);
    return { kernels, at, block: new Block(bytes, { owner: kernels, base: at, release }) };
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function giveBack(kernels: OwnRowKernels): void {
  kernels.detachViews();
  idle.give(kernels);
}
