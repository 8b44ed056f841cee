import {
  type AudioCoding,
  type AudioInput,
  type AudioTarget,
  fieldKind,
} from "../../../schema/mod.ts";
import { type FieldIr, fixedChannels } from "../../../schema/reading.ts";
import { codingOf as codingFor } from "./codings/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { CodedEncoder } from "./coded_encoder.ts";
import type { CodedField } from "./coded_field.ts";
import { CodedReader, type CodedReaderParts } from "./coded_reader.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** Where the kinds of coded audio differ. */
interface CodedKind<Options extends AudioTarget, Field extends CodedField> {
  /** The coding that the options ask for. */
  codingOf(options: Options): AudioCoding;
  /** Opens a field of the kind. */
  open(
    file: AfdFile,
    fieldIndex: number,
    options: { coding: AudioCoding; channels: number | undefined; resolved: Options },
  ): Field;
  /** Reads such a field; if left out, it is read as a field with one stream per record. */
  read?(kind: string, parts: CodedReaderParts<Field>): CodedReader;
}

/** The runtime's part of a kind of coded audio with one stream per record. */
export function codedRuntimeKind<
  Options extends AudioTarget,
  Field extends CodedField = CodedField,
>(
  kind: string,
  { codingOf, open, read = (kind, parts) => new CodedReader(kind, parts) }: CodedKind<
    Options,
    Field
  >,
): RuntimeKind {
  const resolve = (field: FieldIr | undefined) =>
    fieldKind(kind)?.resolve(field?.options ?? {}) as Options;
  return {
    open(file, fieldIndex) {
      const resolved = resolve(file.ir.fields[fieldIndex]);
      const coding = codingOf(resolved);
      const channels = fixedChannels(resolved);
      const { sampleRate } = resolved;
      return read(kind, {
        file,
        field: open(file, fieldIndex, { coding, channels, resolved }),
        rules: { coding: codingFor(coding), sampleRate, channels, tracksOf: () => 1 },
      });
    },
    encoder({ field, openAudio, onCoded }) {
      const resolved = resolve(field);
      const target = { ...resolved, coding: codingOf(resolved) };
      const encoder = new CodedEncoder(target, openAudio, onCoded);
      return (value, slot, tap) => encoder.encode(value as AudioInput, slot, tap);
    },
  };
}
