import { OwnRowKernels } from "../../kernels/mod.ts";
import { Block } from "../storage/block.ts";
import type { Storage } from "../storage/storage.ts";

/** A batch in the memory of kernels that are its own. */
export interface OwnBatch {
  readonly kernels: OwnRowKernels;
  /** Where it lies in their memory. */
  readonly at: number;
  /** The same, for whoever writes to it from outside. */
  readonly block: Block;
}

/**
 * Lays out a batch in the memory of kernels of its own; nothing where batches lie in memory that threads
 * share, or there is no such memory.
 *
 * @param allocate takes what the kernels need besides.
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
