import { UsageError } from "../../errors/mod.ts";
import type { Reason } from "../sources/values/reason.ts";

/** Thrown to leave out a record that is shorter than it should be; not an error. */
export class TooShort extends Error {
  readonly seconds: number;
  readonly reason: Reason;

  constructor(seconds: number, least: number) {
    super(`it has ${seconds} s of audio, less than ${least} s`);
    this.seconds = seconds;
    this.reason = { code: "too-short", message: this.message };
  }
}

/**
 * Makes sure that a record is as long as it should be.
 *
 * @param seconds `null` if it has no audio.
 * @throws {TooShort} when it isn't.
 * @throws {UsageError} when it has no length in seconds.
 */
export function refuseShort(seconds: number | null, least: number): void {
  if (least === 0) return;
  if (seconds === null) {
    throw new UsageError("Cannot leave out short records: they hold no audio to measure", {
      code: "no-seconds",
      hint: "pack without --min-seconds",
    });
  }
  if (seconds < least) throw new TooShort(seconds, least);
}
