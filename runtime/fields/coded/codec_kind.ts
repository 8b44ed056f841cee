import { codecCoding, type CodecName, type ResolvedCodec } from "../../../schema/mod.ts";
import { CodedField } from "./coded_field.ts";
import { codedRuntimeKind } from "./coded_kind.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `flac`. */
export const flacRuntimeKind: RuntimeKind = codecRuntimeKind("flac");

/** The runtime's part of `opus`. */
export const opusRuntimeKind: RuntimeKind = codecRuntimeKind("opus");

function codecRuntimeKind<Name extends CodecName>(codec: Name): RuntimeKind {
  return codedRuntimeKind<ResolvedCodec<Name>>(codec, {
    codingOf: (options) => codecCoding(codec, options),
    open: (file, fieldIndex, options) => new CodedField(file, fieldIndex, options),
  });
}
