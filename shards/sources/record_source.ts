import type { IntakeNote } from "../../audio/mod.ts";
import type { AudiofieldError } from "../../errors/mod.ts";
import type { LeftOut } from "./left_out.ts";
import type { MissingFile } from "./values/missing_files.ts";

/** One input, not read yet. */
export interface InputRecord {
  /** The input for messages: `"clips/a.wav"`, or `Line 3 of "train.jsonl"`. */
  readonly where: string;
  /** Its file; for a line of a manifest, the manifest. */
  readonly source: string;
  /** Its line in the manifest, counted from 1. */
  readonly line?: number;
  /** Its number in the source, by which {@link RecordSource.whereIs} names it again. */
  readonly ordinal: number;
  /** The record's key, if the source gives it without the values, as a folder does. */
  readonly key?: string | undefined;
  /** How far into the source it is, up to the source's {@link RecordSource.total}. */
  readonly position: number;
  /** What a plan keeps of it, as JSON: an {@link InputReader} makes the same input from this. */
  readonly saved: object;
  /** The files that it is made of, relative to the folder, if that is known before it is loaded. */
  readonly files?: readonly string[];
  /** The size of one of its files, if that is known already; `null` if there was no such file. */
  readonly bytesOf?: (path: string) => number | null | undefined;
  /**
   * The record's values by field name, as the writer takes them, or a file among them that is
   * missing. Fields left out have defaults.
   *
   * @param note receives what is noticed.
   * @param onFile receives the path of each file that the values name, if {@link files} doesn't.
   */
  load(
    note: (note: IntakeNote) => void,
    onFile?: (path: string) => void,
  ): Record<string, unknown> | MissingFile;
  /**
   * What a plan has to know, without reading any file, where the source can tell. It throws, or returns
   * nothing, where {@link load} would fail because of what was listed.
   */
  outline?(): InputOutline | undefined;
}

/** What a plan has to know of an input. */
export interface InputOutline {
  /** The record's values, apart from texts that are in files of their own. */
  readonly values: Record<string, unknown>;
  /** Those files, relative to the folder. */
  readonly texts: readonly string[];
}

/** Makes an input from what was kept of it. */
export type InputReader = (
  saved: object,
  place: Pick<InputRecord, "ordinal" | "position">,
) => InputRecord;

/** Where the records of a dataset come from. */
export interface RecordSource {
  /** How much there is, in a unit of the source's own: files, or bytes. */
  readonly total: number;
  /** The error for a source without a single input. */
  noInput(): AudiofieldError;
  /** An input for messages, by its number: the same as its `where`. */
  whereIs(ordinal: number): string;
  /** The inputs in order. One that can't be understood fails in its `load`, not here. */
  records(): Iterable<InputRecord> | AsyncIterable<InputRecord>;
  /** What the source holds in addition to its inputs, and why it is left out; in order. */
  readonly leftOut: Iterable<LeftOut>;
  /** The files that must not be overwritten by the output. */
  readonly files: readonly string[];
}
