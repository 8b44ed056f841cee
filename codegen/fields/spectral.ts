import { type ClassDeclarationStructure, StructureKind } from "../print/ts_morph.ts";
import {
  fieldKind,
  type JsonValue,
  padFrames,
  spectralBins,
  type SpectralKind,
  type SpectralOptions,
} from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docText, jsonLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter } from "./kind.ts";
import { spectralMethods } from "./spectral_methods.ts";
import { emitStructMetadata } from "./struct_metadata.ts";
import { batchTypesMember } from "./batch_types_member.ts";

/** A spectral field's constants, as the emitted code needs them. */
export interface SpectralCode {
  readonly options: SpectralOptions;
  readonly bins: number;
  /** Bytes of one value. */
  readonly valueBytes: 2 | 4;
  /** Bytes behind a record's frames: what pads them, where the field has `padSeconds`. */
  readonly tailBytes: number;
  /** The frames of `padSeconds`; 0 where the field hasn't got it. */
  readonly padFrames: number;
}

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the values in the file.",
  time_frames: "Frames, from first to last.",
  n_mels: "Bins: the values of a frame.",
  dtype_code: "The stored type: 0 is float16, 1 float32.",
};

/** Emits one of the spectral kinds; they differ in their names and in the rows' meaning. */
export function spectralEmitter(kind: SpectralKind): FieldEmitter {
  return {
    emit(field, file) {
      const { layout, resolve } = fieldKind(kind)!;
      const options = resolve(field.ir.options) as SpectralOptions;
      const valueBytes = options.storeDtype === "float16" ? 2 : 4;
      const code: SpectralCode = {
        options,
        bins: spectralBins(kind, options),
        valueBytes,
        tailBytes: options.padSeconds === null ? 0 : valueBytes,
        padFrames: padFrames(options),
      };
      emitStructMetadata(field, { layout, docs: memberDocs, file });
      file.statements.push(fieldClass(field, code, file));
      const { from } = options;
      const encoder = file.writer.value(
        from === undefined ? "SpectralEncoder" : "ComputedSpectralEncoder",
      );
      const kept = jsonLiteral(field.ir.options as JsonValue);
      return {
        inputType: from === undefined ? file.writer.type("SpectralInput") : "never",
        outputType: file.type("Spectrogram"),
        fieldClass: field.names.field,
        encoder: {
          type: encoder,
          initializer: `new ${encoder}("${kind}", ${kept}${
            from === undefined ? ", openAudio" : ""
          })`,
        },
        encode: `(value, slot) => this.#${field.ir.name}.encode(value, slot)`,
        ...(from === undefined ? {} : { from }),
      };
    },
  };
}

function fieldClass(
  field: EmittedField,
  code: SpectralCode,
  file: GeneratedFile,
): ClassDeclarationStructure {
  const { doc, index, ir, names } = field;
  const { bins, options, padFrames } = code;
  const rate = options.sampleRate === "source"
    ? "at each clip's own rate"
    : `at ${options.sampleRate.toLocaleString("en")} Hz`;
  const facts = `Kind \`${ir.kind}\`: ${bins} bins in ${options.storeDtype}, a frame every ` +
    `${options.hopLength} samples ${rate}, batches of shape (batch, ${bins}, ` +
    `${padFrames > 0 ? padFrames.toLocaleString("en") : "frames"}).`;
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
      batchTypesMember(
        `${file.type("SpectralBatchTypes")}<${
          code.options.storeDtype === "float16" ? "Uint16Array" : "Float32Array"
        }>`,
        file,
      ),
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
    methods: spectralMethods(field, code, file),
  };
}
