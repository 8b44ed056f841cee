import type { DatasetIr } from "audiofield";

/** What the tests on hosts read and write, and what must come out. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  /** The epoch of `speech.afd` whose batches are compared, and their digests in order. */
  readonly epoch: Readonly<Record<string, unknown>>;
  readonly batches: readonly string[];
}

/** A file, and what is in it. */
export interface PlannedFile {
  /** Its name in the folder of data. */
  readonly name: string;
  /** The name of its schema's module in `generated/`, if it has one, and of the dataset in it. */
  readonly module?: string;
  readonly dataset: string;
  /** The digest of each record. */
  readonly records: readonly string[];
  /** To write it again: its schema, and its records in tagged JSON. */
  readonly ir?: DatasetIr;
  readonly inputs?: string;
}
