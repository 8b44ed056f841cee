import type { RowLengths } from "./largest_total.ts";
import type { LoaderState } from "./loader_state.ts";

/**
 * Which records come when. Any batch can be computed at any time, so workers and resuming need no
 * history. Computing one allocates nothing.
 */
export interface BatchPlan {
  /** Number of batches of each rank in this epoch, counted from where the state left off. */
  readonly batchCount: number;
  /** Number of records in the epoch after filtering, over all ranks. */
  readonly recordCount: number;
  /** Number of texts that the filter read to find these records; 0 if metadata was enough. */
  readonly filterReads: number;
  /** Number of records in the largest batch: the length for `indices`, and the size to allocate for. */
  readonly maxBatchSize: number;
  /**
   * Writes the records of batch `b` to the front of `indices` and returns how many there are, at
   * least 1.
   *
   * @param b from 0 to {@link batchCount} − 1.
   * @throws {UsageError} `"no-such-batch"`, or `"indices-size"` when `indices` is too small.
   */
  batch(b: number, indices: Uint32Array): number;
  /**
   * The largest total length of a field in any batch of this rank, padding included: the number of
   * records times the longest of them, in samples, frames or bytes, uncropped. `allocateBatch` takes it
   * as `maxTotal`.
   *
   * With buckets, it is computed from the lengths of this rank's records. Without buckets, any records
   * may come together, so it is the largest batch times the longest record, or times the longest
   * record that passes the filter.
   *
   * @param rows what makes rows longer or shorter than the longest record of their batch.
   * @throws {UsageError} `"no-such-field"`; `"no-length"` when the field's values have no length.
   */
  maxTotal(field: string, rows?: RowLengths): number;
  /**
   * Where to resume after all ranks have had `b` batches, as JSON; `b` may be {@link batchCount}.
   *
   * @throws {UsageError} `"no-such-batch"`.
   */
  state(b: number): LoaderState;
}
