import type { BatchTypes } from "../../batch/batch_types.ts";
import type { TokenBatch } from "./token_batch.ts";
import type { TokenBatchOptions } from "./token_batch_options.ts";

/** The batches of a field of codec tokens: uint16, or widened to the dtype that is asked for. */
export interface TokenBatchTypes extends BatchTypes {
  /** What `allocateBatch` takes. */
  readonly options: TokenBatchOptions;
  /** The batch for `this["given"]`. */
  readonly batch: this["given"] extends { readonly dtype: "int32" } ? TokenBatch<Int32Array>
    : this["given"] extends { readonly dtype: "int64" } ? TokenBatch<BigInt64Array>
    : this["given"] extends TokenBatchOptions & { readonly dtype?: "uint16" }
      ? TokenBatch<Uint16Array>
    : TokenBatch;
}
