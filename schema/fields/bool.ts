import { boolFacts } from "../facts/basic.ts";
import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `bool` field. */
export interface BoolOptions {
  /** Stored for records without a value. */
  readonly default?: boolean;
}

/** True or false, one byte in the metadata table: 1 or 0. */
export const boolKind: FieldKind<BoolOptions> = {
  ...boolFacts,
  canonicalize(options, path): JsonObject {
    const reader = new OptionReader(options, { path, known: ["default"] });
    return reader.raw("default") === undefined ? {} : { default: reader.boolean("default", false) };
  },
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
