import type { IntakeNote, NoteCode } from "../../audio/mod.ts";

/**
 * What became of an input. A record is `packed`; one that couldn't be taken in is `skipped`; a file
 * that isn't a record of its own, or isn't wanted, is `left-out`; and what ended the command has
 * `failed`.
 */
export type InputStatus = "packed" | "skipped" | "left-out" | "failed";

/** One line of a report; `docs/report.md` describes it. */
export interface ReportLine {
  /** The file, as it would be named on the command line. */
  readonly source: string;
  /** Its line in the manifest, counted from 1. */
  readonly line?: number | undefined;
  /** The record's key, where its dataset has keys and the input has one. */
  readonly key?: string | undefined;
  readonly status: InputStatus;
  /** Why it wasn't packed: `FileError/not-found`, or a reason for leaving it out. */
  readonly code: string | null;
  /** The same in a sentence. */
  readonly message: string | null;
  /** Seconds of audio. */
  readonly seconds: number | null;
  /** The source's size. */
  readonly bytes: number | null;
  /** The record's number in the output. */
  readonly record: number | null;
  /** What was noticed, each code once. */
  readonly notes: readonly NoteCode[];
  /** The same with the fields concerned and with numbers. */
  readonly details?: readonly IntakeNote[] | undefined;
}
