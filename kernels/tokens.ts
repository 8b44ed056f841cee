import type { UsageError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import { rangeError } from "./range_error.ts";
import * as dsp from "./wasm/dsp.js";

/**
 * Unpacks `count` tokens of 1 to 16 bits, the first one starting at bit `firstBit` (0 to 7) of the
 * byte at `source`, to elements of 2 (unsigned), 4 or 8 bytes, the first one at `target`, each
 * `stride` elements from the one before. Both in the memory of `dspKernels`; offsets are in bytes.
 * What lies between the elements is left unchanged. Arguments are numbers in a fixed order, because
 * such calls must leave no garbage.
 *
 * @throws {UsageError} `"kernel-arguments"` when a range isn't inside memory, is misaligned, or
 * overlaps, and when tokens of 16 bits don't begin with a byte; nothing has been written then.
 *
 * @example
 * ```ts
 * import { dspKernels, expandTokens } from "./mod.ts";
 *
 * const kernels = dspKernels();
 * const [source, target] = [kernels.allocate(3), kernels.allocate(8)];
 * kernels.bytes().set([0x01, 0x08, 0x00], source); // 1 and 2, in 10 bits each
 * expandTokens(10, source, 0, 2, 4, target, 1);
 * const tokens = new Int32Array(kernels.bytes().buffer, target, 2);
 * if (tokens.join() !== "1,2") throw new Error();
 * kernels.free(source, 3);
 * kernels.free(target, 8);
 * ```
 */
export function expandTokens(
  bits: number,
  source: number,
  firstBit: number,
  count: number,
  elementBytes: 2 | 4 | 8,
  target: number,
  stride: number,
): void {
  dspKernels();
  if (dsp.expandTokens(bits, source, firstBit, count, elementBytes, target, stride)) return;
  throw tokensError();
}

/** The error for a call that makes no sense. */
export function tokensError(): UsageError {
  return rangeError("expand tokens", { wanted: "; tokens of 1 to 16 bits" });
}
