import { type AudioCoding, type ResolvedFlac } from "../../../schema/mod.ts";
import { codedRuntimeKind } from "./coded_kind.ts";
import { CodedField } from "./coded_field.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `flac`. */
export const flacRuntimeKind: RuntimeKind = codedRuntimeKind<ResolvedFlac>("flac", {
  codingOf: ({ bits, compressionLevel }): AudioCoding => ({
    codec: "flac",
    bits,
    compressionLevel,
  }),
  open: (file, fieldIndex, options) => new CodedField(file, fieldIndex, options),
});
