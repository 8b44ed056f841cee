import { bytesFacts } from "../facts/basic.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";

/** Raw bytes of any length, stored unchanged. */
export const bytesKind: FieldKind<Record<never, never>> = {
  ...bytesFacts,
  canonicalize(options, path) {
    new OptionReader(options, { path, known: [] });
    return {};
  },
  toBinary: () => new Uint8Array(0),
  fromBinary: () => ({}),
};
