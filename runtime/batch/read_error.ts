import { IntegrityError } from "../../errors/mod.ts";

/** Adds the field and record to a checksum error; returns other errors unchanged. */
export function readError(cause: unknown, place: { field: string; record: number }): unknown {
  return cause instanceof IntegrityError ? cause.within(place) : cause;
}
