import type { InputFacts } from "./pack_account.ts";
import type { LeftOutReason } from "./values/reason.ts";

/** A file that isn't a record of its own, and why. */
export interface LeftOut {
  readonly facts: InputFacts;
  readonly reason: LeftOutReason;
}
