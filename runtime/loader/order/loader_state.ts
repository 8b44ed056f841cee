/**
 * Where an epoch was left: a small JSON value, the same on every rank. Going on from it with another
 * number of ranks, workers or, without buckets, another batch size neither loses nor repeats a record.
 */
export interface LoaderState {
  /** The version of this very value. */
  readonly version: 1;
  /** Which file it is about. */
  readonly dataset: {
    /** SHA-256 of the schema. */
    readonly fingerprint: string;
    /** CRC-32 of the file's tail, which holds the checksums of everything else. */
    readonly checksum: number;
    /** Records in the file. */
    readonly records: number;
  };
  /** What the filter left, by number and by CRC-32 of the record numbers; `null` without one. */
  readonly selected: { readonly records: number; readonly checksum: number } | null;
  /** The shuffle, with everything at its default filled in; `null` for the file's order. */
  readonly shuffle: {
    readonly seed: number;
    readonly epoch: number;
    readonly locality: { readonly block: number; readonly window: number } | null;
  } | null;
  /** The buckets, with everything at its default filled in; `null` without. */
  readonly bucket: {
    readonly of: string;
    readonly maxPadding: number;
    readonly maxTotal: number | null;
    readonly batchSize: number | null;
  } | null;
  /** Records that came, of the order that all this describes. */
  readonly consumed: number;
}
