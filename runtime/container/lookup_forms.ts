import type { LookupForm } from "../../schema/mod.ts";
import type { LookupEntry } from "./directory.ts";

/** For each form of lookup part, whether its bytes can hold the entries that it claims. */
const fits: Readonly<
  Record<LookupForm, (lookup: LookupEntry, recordCount: number) => boolean>
> = {
  // An offset per category and one more, each category's place in the order, and the strings, whose
  // length only the last offset says.
  categories: ({ entries, byteLength }) => byteLength >= 4 + entries * 8,
  // A hash for each record, and its number.
  keys: ({ entries, byteLength }, recordCount) =>
    entries === recordCount && byteLength === entries * 12,
};

/**
 * Whether a lookup part is large enough for its entries. Readers allocate memory for the entries only
 * if it is.
 */
export function fitsLookup(form: LookupForm, lookup: LookupEntry, recordCount: number): boolean {
  return fits[form](lookup, recordCount);
}
