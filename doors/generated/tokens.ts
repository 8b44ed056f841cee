/**
 * What generated modules read fields of codec tokens with.
 *
 * @module
 */

// Batches.
export { TokenBatch } from "../../runtime/fields/tokens/token_batch.ts";
export type { TokenBatchOptions } from "../../runtime/fields/tokens/token_batch_options.ts";

// Clips and windows.
export { type CodecTokens, frameAtSeconds } from "../../schema/mod.ts";
export {
  readTokens,
  readTokenWindow,
  tokenWindowExtents,
} from "../../runtime/fields/tokens/token_windows.ts";
export type { TokenBatchTypes } from "../../runtime/fields/tokens/token_batch_types.ts";
