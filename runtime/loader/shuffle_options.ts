/** How to shuffle. */
export interface ShuffleOptions {
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** An integer from 0 to 2³² − 1; each gives another order. Default 0. */
  readonly epoch?: number;
  /** For disks that are slow at jumping: shuffle runs of records, then records within some runs. */
  readonly locality?: LocalityOptions;
}

/** Trades quality of shuffling for reads that lie together. */
export interface LocalityOptions {
  /** Records that are read from one place. Default 256. */
  readonly block?: number;
  /** Blocks whose records are mixed with each other. Default 64. */
  readonly window?: number;
}
