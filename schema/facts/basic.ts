import type { KindExtent, KindFacts } from "../language/kind.ts";
import { type ScalarType, structLayout } from "../language/layout.ts";

/** The scalar kinds in the order of their type ids, 1 to 10; `bool` is 11. */
export const scalarTypes = [
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "uint64",
  "int64",
  "float32",
  "float64",
] as const satisfies readonly ScalarType[];

/** One number per record, in the metadata table itself. */
export const scalarFacts: readonly KindFacts[] = scalarTypes.map((type, index) => ({
  kind: type,
  typeId: index + 1,
  layout: structLayout([["value", type]]),
  role: "scalar",
  hasPayload: false,
  length: undefined,
  period: () => undefined,
  resolve: (canonical) => canonical,
}));

/** True or false, one byte in the metadata table: 1 or 0. */
export const boolFacts: KindFacts = {
  kind: "bool",
  typeId: 11,
  layout: structLayout([["value", "uint8"]]),
  role: "scalar",
  hasPayload: false,
  length: undefined,
  period: () => undefined,
  resolve: (canonical) => canonical,
};

/** A payload of bytes is as long as its length says. */
const byteRunExtent: KindExtent = { leastBytes: (length) => length, widest: 0 };

/** What fields whose payload is a plain run of bytes have in common. */
const byteRun = {
  layout: structLayout([
    ["data_ptr", "uint64"],
    ["byte_length", "uint32"],
    ["_pad", "uint32"],
  ]),
  hasPayload: true,
  length: { member: "byte_length", unit: "bytes" },
  period: () => undefined,
  extent: () => byteRunExtent,
} as const;

/** Unicode text, stored as UTF-8. */
export const textFacts: KindFacts = {
  kind: "text",
  typeId: 12,
  role: "text",
  ...byteRun,
  resolve: (canonical) => canonical,
};

/** Raw bytes of any length, stored unchanged. */
export const bytesFacts: KindFacts = {
  kind: "bytes",
  typeId: 13,
  role: "bytes",
  ...byteRun,
  resolve: () => ({}),
};

/** The kinds that every generated module knows: they take a few hundred bytes. */
export const basicFacts: readonly KindFacts[] = [
  ...scalarFacts,
  boolFacts,
  textFacts,
  bytesFacts,
];
