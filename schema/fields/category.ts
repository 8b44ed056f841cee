import { categoryFacts, maxCategoryBytes } from "../facts/category.ts";
import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `category` field. */
export interface CategoryOptions {
  /** Stands in where a record has no value. */
  readonly default?: string;
}

export { maxCategoryBytes };

/** Whether a text is short enough for a category. */
export function fitsCategory(text: string): boolean {
  // A unit of UTF-16 takes at most three bytes.
  return text.length * 3 <= maxCategoryBytes ||
    new TextEncoder().encode(text).length <= maxCategoryBytes;
}

/** Strings that repeat, such as speakers: a number for each record, and each string once per file. */
export const categoryKind: FieldKind<CategoryOptions> = {
  ...categoryFacts,
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
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
