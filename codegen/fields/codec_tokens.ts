import { type ClassDeclarationStructure, StructureKind } from "../print/ts_morph.ts";
import {
  fieldKind,
  frameRateFraction,
  type JsonValue,
  type ResolvedCodecTokens,
  tokenBits,
} from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docText, jsonLiteral } from "../print/literals.ts";
import { codecTokensMethods } from "./codec_tokens_methods.ts";
import type { EmittedField, FieldEmitter } from "./kind.ts";
import { emitStructMetadata } from "./struct_metadata.ts";
import { batchTypesMember } from "./batch_types_member.ts";

/** A token field's constants, as the emitted code needs them. */
export interface CodecTokensCode {
  readonly options: ResolvedCodecTokens;
  /** Bits of a stored token. */
  readonly bits: number;
}

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the tokens in the file.",
  num_frames: "Frames, from first to last.",
  n_codebooks: "Codebooks: the tokens of a frame.",
};

/** Emits token fields. */
export const codecTokensEmitter: FieldEmitter = {
  emit(field, file) {
    const { layout, resolve } = fieldKind("codecTokens")!;
    const options = resolve(field.ir.options) as ResolvedCodecTokens;
    const code = { options, bits: tokenBits(options) };
    emitStructMetadata(field, { layout, docs: memberDocs, file });
    file.statements.push(fieldClass(field, code, file));
    const { from } = options;
    const encoder = file.writer.value(
      from === undefined ? "CodecTokensEncoder" : "ComputedTokensEncoder",
    );
    const ir = jsonLiteral(field.ir as unknown as JsonValue);
    const tools = from === undefined ? "{ ...options, openAudio }" : "options";
    return {
      inputType: from === undefined ? file.writer.type("CodecTokensInput") : "never",
      outputType: file.type("CodecTokens"),
      fieldClass: field.names.field,
      encoder: { type: encoder, initializer: `new ${encoder}(${ir}, ${tools})` },
      encode: `(value, slot) => this.#${field.ir.name}.encode(value, slot)`,
      ...(from === undefined ? {} : { from }),
    };
  },
};

function fieldClass(
  field: EmittedField,
  code: CodecTokensCode,
  file: GeneratedFile,
): ClassDeclarationStructure {
  const { doc, index, names } = field;
  const { bits, options: { nCodebooks, vocabSize, frameRate } } = code;
  const [numerator, denominator] = frameRateFraction(frameRate);
  const rate = Number((numerator / denominator).toFixed(3)).toLocaleString("en");
  const facts = `Kind \`codecTokens\`: ${nCodebooks} codebooks of ` +
    `${vocabSize.toLocaleString("en")} entries, stored in ${bits} bits each, ${rate} frames a ` +
    `second, batches of shape (batch, ${nCodebooks}, frames).`;
  const table = `${file.value("Table")}<${file.value("StructPage")}>`;
  return {
    kind: StructureKind.Class,
    name: names.field,
    isExported: true,
    docs: [docText(`${doc}\n\n${facts}`)],
    properties: [
      {
        name: "metadata",
        type: names.metadata,
        isReadonly: true,
        docs: ["Accessors of the metadata records."],
      },
      batchTypesMember(file.type("TokenBatchTypes"), file),
      { name: "#file", type: file.type("AfdFile"), isReadonly: true },
      { name: "#table", type: table, isReadonly: true },
    ],
    ctors: [{
      docs: ["Made by the open file."],
      parameters: [{ name: "file", type: file.type("AfdFile") }],
      statements: [
        "this.#file = file;",
        `this.#table = new ${file.value("Table")}(file, ${index}, ` +
        `(bytes) => new ${file.value("StructPage")}(bytes));`,
        `this.metadata = new ${names.metadata}(this.#table);`,
      ],
    }],
    methods: codecTokensMethods(field, code, file),
  };
}
