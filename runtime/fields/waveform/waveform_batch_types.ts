import type { BatchTypes } from "../../batch/batch_types.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { ConvertedBatch } from "./converted_batch.ts";
import type { WaveformBatch } from "./waveform_batch.ts";
import type { ConvertedBatchOptions, WaveformBatchOptions } from "./waveform_options.ts";

/** The batches of a field of PCM, with samples as stored or converted. */
export interface WaveformBatchTypes<Samples extends StoredSamples = StoredSamples>
  extends BatchTypes {
  /** What `allocateBatch` takes. */
  readonly options: WaveformBatchOptions | ConvertedBatchOptions;
  /** The batch for `this["given"]`. */
  readonly batch: this["given"] extends { readonly dtype: "float32"; readonly layout: "mono" }
    ? ConvertedBatch<[records: number, samples: number]>
    : this["given"] extends { readonly dtype: "float32" } ? ConvertedBatch
    : WaveformBatch<Samples>;
}
