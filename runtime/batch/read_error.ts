import { IntegrityError } from "../../errors/mod.ts";

/** Adds to a checksum's error which field and record it was met in; passes other errors on. */
export function readError(cause: unknown, place: { field: string; record: number }): unknown {
  return cause instanceof IntegrityError ? cause.within(place) : cause;
}
