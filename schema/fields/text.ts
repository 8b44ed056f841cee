import { textFacts } from "../facts/basic.ts";
import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `text` field. */
export interface TextOptions {
  /** Stored for records without a text. */
  readonly default?: string;
}

/** Unicode text, stored as UTF-8. */
export const textKind: FieldKind<TextOptions> = {
  ...textFacts,
  canonicalize(options, path): JsonObject {
    const reader = new OptionReader(options, { path, known: ["default"] });
    const value = reader.raw("default");
    if (value === undefined) return {};
    if (typeof value !== "string" || !value.isWellFormed()) {
      throw reader.wrong("default", "well-formed text");
    }
    return { default: value };
  },
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
