import type { AudiofieldError } from "../../errors/mod.ts";

/** One input, not read yet. */
export interface InputRecord {
  /** The input for messages: `"clips/a.wav"`, or `Line 3 of "train.jsonl"`. */
  readonly where: string;
  /** How far the source has come, up to its {@link RecordSource.total}. */
  readonly position: number;
  /** The record's values by field name, as the writer takes them; fields left out have defaults. */
  load(): Record<string, unknown>;
}

/** Where the records of a dataset come from. */
export interface RecordSource {
  /** How much there is, in a unit of the source's own: files, or bytes. */
  readonly total: number;
  /** The error for a source without a single input. */
  noInput(): AudiofieldError;
  /** The inputs in order. One that can't be understood fails in its `load`, not here. */
  records(): Iterable<InputRecord>;
  /** The files that must not be overwritten by the output. */
  readonly files: readonly string[];
}
