import type { CodeBlockWriter } from "../print/ts_morph.ts";
import { fieldKind } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { numberLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import { structCode } from "./struct_metadata.ts";
import type { CodecTokensCode } from "./codec_tokens.ts";

/** Prints the lines that find a record's payload, and the one bounds check. */
export function writeTokenExtent(
  writer: CodeBlockWriter,
  { field, code, file, table, source }: {
    field: EmittedField;
    code: CodecTokensCode;
    file: GeneratedFile;
    /** Expressions for the table and the file. */
    table: string;
    source: string;
  },
): void {
  const struct = structCode(fieldKind("codecTokens")!.layout, file);
  writer.writeLine(`const { words } = ${table}.page(index);`);
  writer.writeLine(`const word = ${struct.word};`);
  writer.writeLine(`const position = ${struct.member("data_ptr")};`);
  writer.writeLine(`const frames = ${struct.member("num_frames")};`);
  writer.writeLine(`const byteLength = ${payloadBytes(code)};`);
  writer.write(`if (!${source}.holds(position, byteLength))`).block(() => {
    writer.write(`throw ${source}.extentError(`).inlineBlock(() => {
      writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
      writer.writeLine("record: index,");
      writer.writeLine("position,");
      writer.writeLine("length: byteLength,");
    }).write(");");
  });
}

/** Bytes of `frames` frames: each codebook begins with a whole byte. */
function payloadBytes({ bits, options: { nCodebooks } }: CodecTokensCode): string {
  return bits % 8 === 0
    ? `frames * ${numberLiteral(nCodebooks * bits / 8)}`
    : `Math.ceil(frames * ${bits} / 8) * ${nCodebooks}`;
}
