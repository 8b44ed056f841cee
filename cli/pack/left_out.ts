import type { InputFacts, Reason } from "./pack_account.ts";

/** Why a file is no record of its own; `docs/report.md` says what each means. */
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
  | "too-short";

/** A file that is no record of its own, and why. */
export interface LeftOut {
  readonly facts: InputFacts;
  readonly reason: Reason & { readonly code: LeftOutCode };
}
