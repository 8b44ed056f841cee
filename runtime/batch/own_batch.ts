import { OwnRowKernels } from "../../kernels/row_kernels.ts";
import { Block } from "../storage/block.ts";
import type { Storage } from "../storage/storage.ts";

/** A batch in the memory of kernels of its own. */
export interface OwnBatch {
  readonly kernels: OwnRowKernels;
  /** Its offset in their memory. */
  readonly at: number;
  /** The same memory, for code that writes to it from outside the kernels. */
  readonly block: Block;
}

/**
 * Allocates a batch in the memory of kernels of its own. Returns `undefined` if batches lie in
 * memory that threads share, or if there isn't enough memory.
 *
 * @param allocate allocates what else the kernels need.
 */
export function ownBatch(
  storage: Storage,
  byteLength: number,
  allocate: (kernels: OwnRowKernels) => void,
): OwnBatch | undefined {
  if (storage.isShared) return undefined;
  try {
    const kernels = new OwnRowKernels();
    allocate(kernels);
    const at = kernels.grow(byteLength);
    const block = new Block(kernels.bytes().subarray(at, at + byteLength));
    return { kernels, at, block };
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}
