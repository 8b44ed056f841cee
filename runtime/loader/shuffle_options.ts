/** How to shuffle. */
export interface ShuffleOptions {
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** An integer from 0 to 2³² − 1; each gives a different order. Default 0. */
  readonly epoch?: number;
  /** For disks with slow random access: shuffles runs of records, then mixes the records of a few runs. */
  readonly locality?: LocalityOptions;
}

/** Trades quality of shuffling for reads that are close together. */
export interface LocalityOptions {
  /** Number of records that are read from one place. Default 256. */
  readonly block?: number;
  /** Number of blocks whose records are mixed. Default 64. */
  readonly window?: number;
}
