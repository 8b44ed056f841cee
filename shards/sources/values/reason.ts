/** Why an input isn't packed. */
export interface Reason {
  /** An error's class and code, or a reason for leaving it out. */
  readonly code: string;
  /** The same as a sentence. */
  readonly message: string;
}

/** Why a file isn't a record of its own; `docs/report.md` says what each means. */
export type LeftOutCode =
  | "side-file"
  | "no-record"
  | "transcript-list"
  | "not-audio"
  | "not-tokens"
  | "not-a-stem"
  | "loose-file"
  | "hidden"
  | "not-a-file"
  | "broken-link"
  | "link-circle"
  | "unreadable"
  | "too-short"
  | "existing-key";

/** The same together with a sentence. */
export interface LeftOutReason extends Reason {
  readonly code: LeftOutCode;
}
