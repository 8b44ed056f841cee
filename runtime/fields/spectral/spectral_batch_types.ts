import type { BatchTypes } from "../../batch/batch_types.ts";
import type { SpectralBatch, SpectralBatchOptions, SpectralValues } from "./spectral_batch.ts";

/** The batches of a field of features, with values as stored or widened to float32. */
export interface SpectralBatchTypes<Stored extends SpectralValues = SpectralValues>
  extends BatchTypes {
  /** What `allocateBatch` takes. */
  readonly options: SpectralBatchOptions;
  /** The batch for `this["given"]`. */
  readonly batch: this["given"] extends { readonly dtype: "float32" } ? SpectralBatch<Float32Array>
    : SpectralBatch<Stored>;
}
