import type { KnownOptions } from "../../../errors/check_options.ts";
import type { RecordFilter } from "../filter/conditions.ts";
import type { WindowOptions } from "../crop/crop_plan.ts";
import type { LocalityOptions, ShuffleOptions } from "../shuffle_options.ts";
import type { LoaderState } from "./loader_state.ts";

/** Which records come when, and which process gets them. */
export interface OrderOptions {
  /**
   * Number of records per batch; with {@link OrderOptions.bucket}, the maximum. Optional if
   * `bucket.maxTotal` or `bucket.maxSeconds` is given.
   */
  readonly batchSize?: number;
  /** A new order for each epoch. Default: the file's own order. */
  readonly shuffle?: ShuffleOptions;
  /** Puts records of similar length together. */
  readonly bucket?: BucketOptions;
  /** Which records to include; if there are several conditions, all must hold. */
  readonly filter?: RecordFilter | readonly RecordFilter[];
  /** What is cropped; `short: "skip"` leaves out records that are too short. */
  readonly window?: WindowOptions;
  /**
   * What happens to records that don't fill a step, which is one batch for every rank: `"none"` (the
   * default) shares them out, so that each record comes exactly once and the last batches are smaller;
   * `"last"` leaves them out; `"pad"` fills the step with records from the beginning of the epoch,
   * which come twice.
   */
  readonly drop?: "none" | "last" | "pad";
  /** Which of the {@link OrderOptions.worldSize} processes this is, counted from 0. Default 0. */
  readonly rank?: number;
  /** How many processes share the epoch. Default 1. */
  readonly worldSize?: number;
  /** Where to resume; see {@link LoaderState}. */
  readonly state?: LoaderState;
  /**
   * What happens to a state from before records were appended to the dataset: `"error"`, the default,
   * refuses it; `"continue"` finishes its epoch over the records that it knew. Later epochs have all.
   */
  readonly onAppended?: "error" | "continue";
}

/** How to put records of similar length together. */
export interface BucketOptions {
  /** The field whose length counts: samples of audio, frames of features, bytes of text. */
  readonly of: string;
  /**
   * The largest share of padding in a batch, 0.01 to 0.95. Default 0.1. A smaller share leaves fewer
   * records to draw a batch from, and more batches that aren't full.
   */
  readonly maxPadding?: number;
  /**
   * The most that a batch can hold, padding included: its records times the longest of them, in
   * samples, frames or bytes.
   */
  readonly maxTotal?: number;
  /** The same limit in seconds, for fields whose rate the schema fixes; excludes `maxTotal`. */
  readonly maxSeconds?: number;
}

/** All options of an order, of its shuffling and of its buckets. */
export const orderOptions: KnownOptions<OrderOptions> = {
  batchSize: undefined,
  shuffle: undefined,
  bucket: undefined,
  filter: undefined,
  window: undefined,
  drop: ["none", "last", "pad"],
  rank: undefined,
  worldSize: undefined,
  state: undefined,
  onAppended: ["error", "continue"],
};

/** See {@link orderOptions}. */
export const shuffleOptions: KnownOptions<ShuffleOptions> = {
  seed: undefined,
  epoch: undefined,
  locality: undefined,
};

/** See {@link orderOptions}. */
export const localityOptions: KnownOptions<LocalityOptions> = {
  block: undefined,
  window: undefined,
};

/** See {@link orderOptions}. */
export const bucketOptions: KnownOptions<BucketOptions> = {
  of: undefined,
  maxPadding: undefined,
  maxTotal: undefined,
  maxSeconds: undefined,
};
