import { AudiofieldError } from "../../errors/mod.ts";
import { errorClass, InputFailure, reasonOf } from "../shared/describe_error.ts";
import type { Reason } from "./pack_account.ts";

/** An error as an account has it. */
export function reasonFor(error: unknown): Reason {
  const cause = error instanceof InputFailure ? error.cause : error;
  const code = cause instanceof AudiofieldError ? errorClass(cause) : "bug";
  return { code, message: reasonOf(error) };
}
