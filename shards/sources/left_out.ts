import type { LeftOutReason } from "./values/reason.ts";

/** A file that isn't a record of its own, and why. */
export interface LeftOut {
  /** The file, and its key if it has one. */
  readonly facts: { readonly source: string; readonly key?: string };
  readonly reason: LeftOutReason;
}
