import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `bool` field. */
export interface BoolOptions {
  /** Stored for records without a value. */
  readonly default?: boolean;
}

/** True or false, one byte in the metadata table: 1 or 0. */
export const boolKind: FieldKind<BoolOptions> = {
  kind: "bool",
  typeId: 11,
  layout: structLayout([["value", "uint8"]]),
  role: "scalar",
  hasPayload: false,
  length: undefined,
  period: () => undefined,
  canonicalize(options, path): JsonObject {
    const reader = new OptionReader(options, { path, known: ["default"] });
    return reader.raw("default") === undefined ? {} : { default: reader.boolean("default", false) };
  },
  resolve: (canonical) => canonical,
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
