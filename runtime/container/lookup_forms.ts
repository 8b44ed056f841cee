import type { LookupForm } from "../../schema/mod.ts";
import type { LookupEntry } from "./directory.ts";

/** Whether a part of so many bytes can hold what it claims to, by what it holds. */
const fits: Readonly<
  Record<LookupForm, (lookup: LookupEntry, recordCount: number) => boolean>
> = {
  // An offset for each category and one more, its place in the order, and the strings, whose length
  // only the last offset says.
  categories: ({ entries, byteLength }) => byteLength >= 4 + entries * 8,
  // A hash for each record, and its number.
  keys: ({ entries, byteLength }, recordCount) =>
    entries === recordCount && byteLength === entries * 12,
};

/**
 * Whether a lookup part is large enough for its entries. Readers take memory for so many of them
 * once this holds.
 */
export function fitsLookup(form: LookupForm, lookup: LookupEntry, recordCount: number): boolean {
  return fits[form](lookup, recordCount);
}
