import type { MethodDeclarationStructure, OptionalKind } from "../print/ts_morph.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { jsonLiteral, stringLiteral } from "../print/literals.ts";
import type { CodecTokensCode } from "./codec_tokens.ts";
import { codecTokensBatchMethods } from "./codec_tokens_batch_methods.ts";
import type { EmittedField } from "./kind.ts";
import { writeTokenExtent } from "./codec_tokens_extent.ts";

type Method = OptionalKind<MethodDeclarationStructure>;

/** The methods of a token field's class. */
export function codecTokensMethods(
  field: EmittedField,
  code: CodecTokensCode,
  file: GeneratedFile,
): Method[] {
  return [
    decode(field, code, file),
    extent(field, code, file),
    frameAt(code, file),
    ...decodeWindow(field, code, file),
    ...codecTokensBatchMethods(field, code, file),
    prefetch(file),
  ];
}

/** The object that tells the runtime where a record's tokens lie. */
function request(field: EmittedField, { bits, options }: CodecTokensCode): string {
  return `field: ${stringLiteral(field.ir.name)}, record: index, position, ` +
    `nCodebooks: ${options.nCodebooks}, bits: ${bits}, frames`;
}

function decode(field: EmittedField, code: CodecTokensCode, file: GeneratedFile): Method {
  return {
    name: "decode",
    parameters: [{ name: "index", type: "number" }],
    returnType: file.type("CodecTokens"),
    docs: [
      "The tokens of record `index`, in memory of their own.\n\n" +
      "@throws {UsageError} when there is no such record.\n" +
      "@throws {IntegrityError} when its bytes fail their checksum.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writeTokenExtent(writer, { field, code, file, table: "this.#table", source: "file" });
      writer.writeLine(`return ${file.value("readTokens")}(file, { ${request(field, code)} });`);
    },
  };
}

function extent(field: EmittedField, code: CodecTokensCode, file: GeneratedFile): Method {
  return {
    name: "extent",
    parameters: [{ name: "index", type: "number" }],
    returnType: file.type("ByteRange"),
    docs: [
      "Where the tokens of record `index` lie in the file.\n\n" +
      "@throws {IntegrityError} when that is outside the payload region.",
    ],
    statements: (writer) => {
      writer.writeLine("const file = this.#file;");
      writeTokenExtent(writer, { field, code, file, table: "this.#table", source: "file" });
      writer.writeLine("return { position, length: byteLength };");
    },
  };
}

function frameAt({ options }: CodecTokensCode, file: GeneratedFile): Method {
  const rate = jsonLiteral(options.frameRate as number);
  return {
    name: "frameAt",
    parameters: [{ name: "seconds", type: "number" }],
    returnType: "number",
    docs: ["The frame that begins nearest to `seconds`, for windows by time."],
    statements: [`return ${file.value("frameAtSeconds")}(seconds, ${rate});`],
  };
}

function decodeWindow(
  field: EmittedField,
  code: CodecTokensCode,
  file: GeneratedFile,
): Method[] {
  const parameters = [
    { name: "index", type: "number" },
    { name: "start", type: "number" },
    { name: "count", type: "number" },
    { name: "out", type: "Uint16Array" },
  ];
  const where = `{ ${request(field, code)}, start, count }`;
  return [
    {
      name: "decodeWindow",
      parameters,
      returnType: "number",
      docs: [
        "Decodes `count` frames from frame `start` of record `index` to `out`, of shape " +
        `(${code.options.nCodebooks}, count), and reads nothing else. What lies past the record's ` +
        "end becomes zero.\n\n@returns the frames that are the record's own.\n" +
        "@throws {UsageError} when `out` is too small, or there is no such record.",
      ],
      statements: (writer) => {
        writer.writeLine("const file = this.#file;");
        writeTokenExtent(writer, { field, code, file, table: "this.#table", source: "file" });
        writer.writeLine(`return ${file.value("readTokenWindow")}(file, out, ${where});`);
      },
    },
    {
      name: "decodeWindowAsync",
      isAsync: true,
      parameters,
      returnType: "Promise<number>",
      docs: ["{@link decodeWindow} for storages that must wait; it brings the window alone."],
      statements: (writer) => {
        writer.writeLine("await this.#table.prefetch([index]);");
        writer.writeLine("const { position } = this.extent(index);");
        writer.writeLine("const frames = this.metadata.numFrames(index);");
        writer.writeLine(`const extents = ${file.value("tokenWindowExtents")}(${where});`);
        writer.writeLine("using _lease = await this.#file.prefetch(extents);");
        writer.writeLine("return this.decodeWindow(index, start, count, out);");
      },
    },
  ];
}

function prefetch(file: GeneratedFile): Method {
  return {
    name: "prefetch",
    isAsync: true,
    parameters: [{ name: "indices", type: file.type("Indices") }],
    returnType: "Promise<Disposable | undefined>",
    docs: [
      "Brings whole records, for storages that must wait; they can be decoded until the lease is " +
      "disposed of.",
    ],
    statements: (writer) => {
      writer.writeLine("await this.#table.prefetch(indices);");
      writer.write("return await this.#file.prefetch(").newLine();
      writer.write("Array.from({ length: indices.length }, ")
        .write("(_, row) => this.extent(indices[row]!)));").newLine();
    },
  };
}
