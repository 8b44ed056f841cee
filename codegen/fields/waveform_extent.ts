import type { CodeBlockWriter } from "../print/ts_morph.ts";
import { fieldKind } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import { structCode } from "./struct_metadata.ts";
import type { WaveformCode } from "./waveform.ts";

/**
 * Prints the lines that find a record's payload: `words`, `word`, `position`, `samples` and, where
 * clips differ in it, `channels`; then the one bounds check.
 */
export function writeExtent(
  writer: CodeBlockWriter,
  { field, code, file, table, source }: {
    field: EmittedField;
    code: WaveformCode;
    file: GeneratedFile;
    /** Expressions for the table and the file. */
    table: string;
    source: string;
  },
): void {
  const isFixed = code.channels !== undefined;
  const struct = structCode(fieldKind("waveform")!.layout, file);
  writer.writeLine(`const { ${isFixed ? "words" : "bytes, words"} } = ${table}.page(index);`);
  writer.writeLine(`const word = ${struct.word};`);
  writer.writeLine(`const position = ${struct.member("data_ptr")};`);
  writer.writeLine(`const samples = ${struct.member("num_samples")};`);
  if (!isFixed) writer.writeLine(`const channels = ${struct.member("channels")};`);
  writer.writeLine(`const byteLength = samples * ${frameBytes(code)};`);
  writer.write(`if (!${source}.holds(position, byteLength))`).block(() => {
    writer.write(`throw ${source}.extentError(`).inlineBlock(() => {
      writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
      writer.writeLine("record: index,");
      writer.writeLine("position,");
      writer.writeLine("length: byteLength,");
    }).write(");");
  });
}

/** Bytes of one frame of a clip, as source text. */
export function frameBytes({ channels, sampleBytes }: WaveformCode): string {
  return channels === undefined ? `channels * ${sampleBytes}` : `${channels * sampleBytes}`;
}
