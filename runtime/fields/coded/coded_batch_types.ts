import type { BatchTypes } from "../../batch/batch_types.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { CodedBatchOptions } from "../waveform/waveform_options.ts";
import type { CodedBatch } from "./coded_batch.ts";
import type { StemsBatch, StemsBatchOptions } from "./stems_batch.ts";

/** The batches of a field of coded audio, in the type that the coding decodes to or in float32. */
export interface CodedBatchTypes<Samples extends StoredSamples = StoredSamples> extends BatchTypes {
  /** What `allocateBatch` takes. */
  readonly options: CodedBatchOptions;
  /** The batch for `this["given"]`. */
  readonly batch: this["given"] extends { readonly dtype: "float32" } ? CodedBatch<Float32Array>
    : CodedBatch<Samples>;
}

/** The batches of a field of stems, in the type that the coding decodes to or in float32. */
export interface StemsBatchTypes<
  Samples extends StoredSamples = StoredSamples,
  Name extends string = string,
> extends BatchTypes {
  /** What `allocateBatch` takes. */
  readonly options: StemsBatchOptions<Name>;
  /** The batch for `this["given"]`. */
  readonly batch: this["given"] extends { readonly dtype: "float32" } ? StemsBatch<Float32Array>
    : StemsBatch<Samples>;
}
