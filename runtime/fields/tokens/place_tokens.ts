import type { Block } from "../../storage/block.ts";
import type { Storage } from "../../storage/storage.ts";
import { CopiedRows } from "./copied_rows.ts";
import { SteppedRows } from "./stepped_rows.ts";
import type { TokenFiller, TokenFillerOptions } from "./token_filler.ts";
import { UnpackedRows } from "./unpacked_rows.ts";
import { widenedRows } from "./widened_rows.ts";

/** A batch's memory, and what fills it. */
export interface PlacedTokens {
  readonly filler: TokenFiller;
  readonly block: Block;
}

/**
 * Allocates a batch where it is filled fastest, and chooses how to fill it: tokens are copied as
 * stored, widened in place, unpacked by way of the kernels' memory, or, in orders with steps of
 * their own, reordered there.
 */
export function placeTokens(
  options: TokenFillerOptions,
  storage: Storage,
  byteLength: number,
): PlacedTokens {
  const { steps, dtype, bits, codebooks, layout } = options;
  // With one codebook, a layout with frames first is a row as well.
  const isInRows = steps.isInRows || (layout === "framesFirst" && codebooks === 1);
  if (dtype === "uint16" && bits === 16 && isInRows && options.order !== "flattened") {
    return { filler: new CopiedRows(options), block: storage.allocate(byteLength) };
  }
  const isPlain = options.order === "parallel" && steps.isInRows && steps.steps(0) === 0;
  if (!isPlain) return { filler: new SteppedRows(options), block: storage.allocate(byteLength) };
  const widened = dtype === "uint16" ? undefined : widenedRows(options, storage, byteLength);
  if (widened !== undefined) return { filler: widened, block: widened.block };
  return { filler: new UnpackedRows(options), block: storage.allocate(byteLength) };
}
