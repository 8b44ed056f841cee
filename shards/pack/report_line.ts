import type { IntakeNote, NoteCode } from "../../audio/mod.ts";

/**
 * What happened to an input. It is `packed` if it is a record now, `skipped` if it couldn't be
 * packed, `left-out` if it isn't a record of its own or isn't wanted, and `failed` if it ended the
 * command.
 */
export type InputStatus = "packed" | "skipped" | "left-out" | "failed";

/** One line of a report; `docs/report.md` describes it. */
export interface ReportLine {
  /** The file, as it would be named on the command line. */
  readonly source: string;
  /** Its line in the manifest, counted from 1. */
  readonly line?: number | undefined;
  /** The record's key, if its dataset has keys and the input has one. */
  readonly key?: string | undefined;
  readonly status: InputStatus;
  /** Why it wasn't packed: `FileError/not-found`, or a reason for leaving it out. */
  readonly code: string | null;
  /** The same as a sentence. */
  readonly message: string | null;
  /** Seconds of audio. */
  readonly seconds: number | null;
  /** The source's size. */
  readonly bytes: number | null;
  /** The record's number in the output. */
  readonly record: number | null;
  /** In a dataset of many files: the number of its shard, and the record's number there. */
  readonly shard?: number | undefined;
  readonly index?: number | null | undefined;
  /** What was noticed, each code once. */
  readonly notes: readonly NoteCode[];
  /** The same with the fields concerned, and with numbers. */
  readonly details?: readonly IntakeNote[] | undefined;
}
