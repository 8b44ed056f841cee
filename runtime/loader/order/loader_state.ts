/**
 * Where an epoch was left: a small JSON value, the same on every rank. Resuming from it neither loses
 * nor repeats a record, even with a different number of ranks or workers, or, without buckets, a
 * different batch size.
 */
export interface LoaderState {
  /** The version of the state's format. */
  readonly version: 2;
  /** Which dataset it belongs to. */
  readonly dataset: {
    /** The dataset's identity: 64 hexadecimal digits, defined in `docs/format.md`. */
    readonly identity: string;
    /** Number of records in the dataset. */
    readonly records: number;
  };
  /** What passed the filter: how many records, and the CRC-32 of their indices; `null` without one. */
  readonly selected: { readonly records: number; readonly checksum: number } | null;
  /** The shuffle, with all defaults filled in; `null` for the file's order. */
  readonly shuffle: {
    readonly seed: number;
    readonly epoch: number;
    readonly locality: { readonly block: number; readonly window: number } | null;
  } | null;
  /** The buckets, with all defaults filled in; `null` without buckets. */
  readonly bucket: {
    readonly of: string;
    readonly maxPadding: number;
    readonly maxTotal: number | null;
    readonly batchSize: number | null;
  } | null;
  /** How many records came, in the order that all this describes. */
  readonly consumed: number;
}
