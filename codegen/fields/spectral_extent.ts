import type { CodeBlockWriter } from "../print/ts_morph.ts";
import { fieldKind } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { numberLiteral, stringLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";
import { structCode } from "./struct_metadata.ts";
import type { SpectralCode } from "./spectral.ts";

/** Prints the lines that find a record's payload, and the one bounds check. */
export function writeExtent(
  writer: CodeBlockWriter,
  { field, code, file, table, source }: {
    field: EmittedField;
    code: SpectralCode;
    file: GeneratedFile;
    /** Expressions for the table and the file. */
    table: string;
    source: string;
  },
): void {
  const { bins, valueBytes, tailBytes } = code;
  const struct = structCode(fieldKind(field.ir.kind)!.layout, file);
  writer.writeLine(`const { words } = ${table}.page(index);`);
  writer.writeLine(`const word = ${struct.word};`);
  writer.writeLine(`const position = ${struct.member("data_ptr")};`);
  writer.writeLine(`const frames = ${struct.member("time_frames")};`);
  writer.writeLine(
    `const byteLength = frames * ${numberLiteral(bins * valueBytes)}` +
      `${tailBytes === 0 ? "" : ` + ${tailBytes}`};`,
  );
  writer.write(`if (!${source}.holds(position, byteLength))`).block(() => {
    writer.write(`throw ${source}.extentError(`).inlineBlock(() => {
      writer.writeLine(`field: ${stringLiteral(field.ir.name)},`);
      writer.writeLine("record: index,");
      writer.writeLine("position,");
      writer.writeLine("length: byteLength,");
    }).write(");");
  });
}
