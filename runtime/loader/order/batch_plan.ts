import type { RowLengths } from "./largest_total.ts";
import type { LoaderState } from "./loader_state.ts";

/**
 * Which records come when. Any batch can be asked for at any time, so that workers and resuming need
 * no history; asking allocates nothing.
 */
export interface BatchPlan {
  /** Batches of this rank in this epoch, from where the state left off; the same for every rank. */
  readonly batchCount: number;
  /** Records of the epoch that the filter leaves, all ranks together. */
  readonly recordCount: number;
  /** Records in the largest batch: what `indices` has to hold, and memory to be laid out for. */
  readonly maxBatchSize: number;
  /**
   * Writes the records of batch `b` to the front of `indices` and returns how many they are, at
   * least 1.
   *
   * @param b from 0 to {@link batchCount} − 1.
   * @throws {UsageError} `"no-such-batch"`, or `"indices-size"` when `indices` is too small.
   */
  batch(b: number, indices: Uint32Array): number;
  /**
   * The most that a batch of this rank holds of a field, padding included: its records times the longest
   * of them, in samples, frames or bytes, uncropped. It is what `allocateBatch` takes as `maxTotal`.
   *
   * With buckets, the lengths of this rank's records are looked at. Without, any of them may come
   * together, and it is the largest batch times the longest record that there is; after a filter, the
   * longest that this left.
   *
   * @param rows what makes rows longer or shorter than their batch's longest record.
   * @throws {UsageError} `"no-such-field"`; `"no-length"` when the field's values have none.
   */
  maxTotal(field: string, rows?: RowLengths): number;
  /**
   * Where to go on once all ranks have had `b` batches, as JSON; `b` may be {@link batchCount}.
   *
   * @throws {UsageError} `"no-such-batch"`.
   */
  state(b: number): LoaderState;
}
