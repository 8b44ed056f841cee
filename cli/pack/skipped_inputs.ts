import type { AudiofieldError } from "../../errors/mod.ts";
import { errorClass, type InputFailure, reasonOf } from "../shared/describe_error.ts";

/** The inputs that were left out: each is told at once, and counted by reason for the summary. */
export class SkippedInputs {
  readonly #tell: (line: string) => void;
  readonly #reasons = new Map<string, number>();
  #count = 0;

  /** @param tell prints a line. */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Counts by class and code of the error, such as `AudioInputError/sample-rate`. */
  get reasons(): ReadonlyMap<string, number> {
    return this.#reasons;
  }

  /** Adds an input and why it failed. */
  add(failure: InputFailure, cause: AudiofieldError): void {
    const reason = errorClass(cause);
    this.#count++;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    this.#tell(`skipped[${reason}]: ${reasonOf(failure)}`);
  }
}
