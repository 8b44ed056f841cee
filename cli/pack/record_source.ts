import type { IntakeNote } from "../../audio/mod.ts";
import type { AudiofieldError } from "../../errors/mod.ts";
import type { LeftOut } from "./left_out.ts";
import type { MissingFile } from "./values/missing_files.ts";

/** One input, not read yet. */
export interface InputRecord {
  /** The input for messages: `"clips/a.wav"`, or `Line 3 of "train.jsonl"`. */
  readonly where: string;
  /** The file that it is: of a manifest's line, the manifest. */
  readonly source: string;
  /** Its line in the manifest, counted from 1. */
  readonly line?: number;
  /** Its number in the source, by which {@link RecordSource.whereIs} names it again. */
  readonly ordinal: number;
  /** The record's key, where the source gives it without its values: a folder does. */
  readonly key?: string | undefined;
  /** How far the source has come, up to its {@link RecordSource.total}. */
  readonly position: number;
  /**
   * The record's values by field name, as the writer takes them; fields left out have defaults. Or a
   * file of them that is missing.
   *
   * @param note hears what is noticed.
   */
  load(note: (note: IntakeNote) => void): Record<string, unknown> | MissingFile;
}

/** Where the records of a dataset come from. */
export interface RecordSource {
  /** How much there is, in a unit of the source's own: files, or bytes. */
  readonly total: number;
  /** The error for a source without a single input. */
  noInput(): AudiofieldError;
  /** An input for messages, by its number: what its `where` was. */
  whereIs(ordinal: number): string;
  /** The inputs in order. One that can't be understood fails in its `load`, not here. */
  records(): Iterable<InputRecord> | AsyncIterable<InputRecord>;
  /** What the source holds beside its inputs, and why it stays out; in order. */
  readonly leftOut: readonly LeftOut[];
  /** The files that must not be overwritten by the output. */
  readonly files: readonly string[];
}
