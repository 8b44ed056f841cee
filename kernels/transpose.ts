import { dspKernels } from "./dsp_kernels.ts";
import { rangeError } from "./range_error.ts";
import * as dsp from "./wasm/dsp.js";

/**
 * Writes column c of a matrix as row c of another, both in the memory of `dspKernels`: `source` has
 * `rows` rows of `columns` elements of 2 or 4 bytes. Offsets are in bytes, strides in elements from
 * one row to the next. Arguments are numbers in a fixed order, because such calls must leave no
 * garbage.
 *
 * @throws {UsageError} `"kernel-arguments"` when a range isn't inside memory, is misaligned, or
 * overlaps; nothing has been written then.
 *
 * @example
 * ```ts
 * import { dspKernels, transpose } from "./mod.ts";
 *
 * const kernels = dspKernels();
 * const [source, target] = [kernels.allocate(24), kernels.allocate(24)];
 * new Float32Array(kernels.bytes().buffer, source, 6).set([1, 2, 3, 4, 5, 6]);
 * transpose(4, source, 3, 2, 3, target, 2);
 * const turned = new Float32Array(kernels.bytes().buffer, target, 6);
 * if (turned.join() !== "1,4,2,5,3,6") throw new Error();
 * kernels.free(source, 24);
 * kernels.free(target, 24);
 * ```
 */
export function transpose(
  elementBytes: 2 | 4,
  source: number,
  sourceStride: number,
  rows: number,
  columns: number,
  target: number,
  targetStride: number,
): void {
  dspKernels();
  // deno-fmt-ignore
  const done = dsp.transpose(elementBytes, source, sourceStride, rows, columns, target, targetStride);
  if (done) return;
  throw rangeError("transpose");
}
