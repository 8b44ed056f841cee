import type { KindFacts } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";

/** Bytes of UTF-8 that one category has at most. */
export const maxCategoryBytes = 65_535;

/** Strings that repeat, such as speakers: a number for each record, and each string once per file. */
export const categoryFacts: KindFacts = {
  kind: "category",
  typeId: 30,
  layout: structLayout([["number", "uint32"]]),
  role: "category",
  hasPayload: false,
  since: 3,
  lookup: "categories",
  length: undefined,
  period: () => undefined,
  resolve: (canonical) => canonical,
};
