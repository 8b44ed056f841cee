import type { JsonObject } from "../language/json.ts";
import type { FieldKind, KindExtent } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a `text` field. */
export interface TextOptions {
  /** Stored for records without a text. */
  readonly default?: string;
}

/** The metadata record of every field whose payload is a plain run of bytes. */
export const byteRunLayout = structLayout([
  ["data_ptr", "uint64"],
  ["byte_length", "uint32"],
  ["_pad", "uint32"],
]);

/** A payload of bytes is as long as its length says. */
export const byteRunExtent: KindExtent = { leastBytes: (length) => length, widest: 0 };

/** Unicode text, stored as UTF-8. */
export const textKind: FieldKind<TextOptions> = {
  kind: "text",
  typeId: 12,
  layout: byteRunLayout,
  role: "text",
  hasPayload: true,
  length: { member: "byte_length", unit: "bytes" },
  period: () => undefined,
  canonicalize(options, path): JsonObject {
    const reader = new OptionReader(options, { path, known: ["default"] });
    const value = reader.raw("default");
    if (value === undefined) return {};
    if (typeof value !== "string" || !value.isWellFormed()) {
      throw reader.wrong("default", "well-formed text");
    }
    return { default: value };
  },
  resolve: (canonical) => canonical,
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
  extent: () => byteRunExtent,
};
