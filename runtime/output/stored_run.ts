import type { FieldTotals } from "../container/directory.ts";
import type { ByteRange } from "../storage/storage.ts";

/** Complete records of another file with the same schema, which follow one another there. */
export interface StoredRun {
  /** How many they are. */
  readonly recordCount: number;
  /**
   * Where their payloads lie in that file: from the beginning of the first one, which is a multiple of
   * 64, to the end of the last one, with the padding between them. Absent where no field has a payload.
   */
  readonly payload: ByteRange | undefined;
  /** Calls `take` with all bytes of {@link payload} in order; each piece is valid during its call. */
  drain(take: (piece: Uint8Array) => void): void;
  /** One entry per field, in schema order. */
  readonly columns: readonly StoredColumn[];
}

/** One field of the records of a {@link StoredRun}. */
export interface StoredColumn {
  /** The metadata records one after another, in memory that the writer may change. */
  readonly metadata: Uint8Array;
  /** Sums and maxima over these records. */
  readonly totals: Readonly<FieldTotals>;
  /** For fields with a lookup part: the value of a record, counted from the run's first one. */
  readonly textOf?: ((row: number) => string) | undefined;
}
