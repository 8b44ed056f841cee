import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `category` field. */
export interface CategoryOptions {
  /** Stands in where a record has no value. */
  readonly default?: string;
}

/** Bytes of UTF-8 that one category has at most. */
export const maxCategoryBytes = 65_535;

/** Whether a text is short enough for a category. */
export function fitsCategory(text: string): boolean {
  // A unit of UTF-16 takes at most three bytes.
  return text.length * 3 <= maxCategoryBytes ||
    new TextEncoder().encode(text).length <= maxCategoryBytes;
}

/** Strings that repeat, such as speakers: a number for each record, and each string once per file. */
export const categoryKind: FieldKind<CategoryOptions> = {
  kind: "category",
  typeId: 30,
  layout: structLayout([["number", "uint32"]]),
  role: "category",
  hasPayload: false,
  since: 3,
  lookup: "categories",
  length: undefined,
  period: () => undefined,
  canonicalize(options, path): JsonObject {
    const reader = new OptionReader(options, { path, known: ["default"] });
    const value = reader.raw("default");
    if (value === undefined) return {};
    if (typeof value !== "string" || !value.isWellFormed() || !fitsCategory(value)) {
      throw reader.wrong(
        "default",
        `well-formed text of at most ${maxCategoryBytes} bytes of UTF-8`,
      );
    }
    return { default: value };
  },
  resolve: (canonical) => canonical,
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
