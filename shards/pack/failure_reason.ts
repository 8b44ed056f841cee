import { AudiofieldError } from "../../errors/mod.ts";
import { errorClass, InputFailure, reasonOf } from "../shared/failure.ts";
import type { Reason } from "../sources/values/reason.ts";

/**
 * An error as an account records it.
 *
 * @param where the input that failed, if the error isn't an {@link InputFailure}.
 */
export function reasonFor(error: unknown, where?: string): Reason {
  const cause = error instanceof InputFailure ? error.cause : error;
  const code = cause instanceof AudiofieldError ? errorClass(cause) : "bug";
  return { code, message: reasonOf(error, where) };
}
