import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";
import { byteRunExtent, byteRunLayout } from "./text.ts";

/** Raw bytes of any length, stored unchanged. */
export const bytesKind: FieldKind<Record<never, never>> = {
  kind: "bytes",
  typeId: 13,
  layout: byteRunLayout,
  role: "bytes",
  hasPayload: true,
  length: { member: "byte_length", unit: "bytes" },
  period: () => undefined,
  canonicalize(options, path) {
    new OptionReader(options, { path, known: [] });
    return {};
  },
  resolve: () => ({}),
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
  extent: () => byteRunExtent,
};
