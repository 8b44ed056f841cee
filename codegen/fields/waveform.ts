import { type ClassDeclarationStructure, StructureKind } from "../print/ts_morph.ts";
import {
  dtypeBytes,
  fieldKind,
  fixedChannels,
  type JsonValue,
  type ResolvedWaveform,
} from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docText, jsonLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter } from "./kind.ts";
import { emitStructMetadata } from "./struct_metadata.ts";
import { waveformMethods } from "./waveform_methods.ts";
import { batchTypesMember } from "./batch_types_member.ts";

/** A waveform field's constants, as the emitted code needs them. */
export interface WaveformCode {
  readonly options: ResolvedWaveform;
  /** The channels of every clip; nothing where each has its own. */
  readonly channels: number | undefined;
  /** `Int16Array` and its like. */
  readonly arrayType: string;
  /** Bytes of one sample. */
  readonly sampleBytes: number;
  /** The types of batches as stored, of any batches, and of decoded clips. */
  readonly storedBatchType: string;
  readonly batchType: string;
  readonly waveformType: string;
}

const arrayTypes = { int16: "Int16Array", int32: "Int32Array", float32: "Float32Array" } as const;

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the samples in the file.",
  num_samples: "Samples per channel.",
  duration_ms: "Duration in whole milliseconds, rounded down.",
  sample_rate: "Samples per second.",
  channels: "Number of channels, interleaved.",
  dtype_code: "The stored type: 0 is int16, 1 float32, 2 int32.",
};

/** Emits `waveform`: raw PCM, decoded by copying. */
export const waveformEmitter: FieldEmitter = {
  emit(field, file) {
    const kind = fieldKind("waveform")!;
    const options = kind.resolve(field.ir.options) as ResolvedWaveform;
    const arrayType = arrayTypes[options.dtype];
    const code: WaveformCode = {
      options,
      channels: fixedChannels(options),
      arrayType,
      sampleBytes: dtypeBytes(options.dtype),
      storedBatchType: `${file.type("WaveformBatch")}<${arrayType}>`,
      batchType: `${file.type("AnyWaveformBatch")}<${arrayType}>`,
      waveformType: `${file.type("Waveform")}<${arrayType}>`,
    };
    emitStructMetadata(field, { layout: kind.layout, docs: memberDocs, file });
    file.statements.push(fieldClass(field, code, file));
    const { mono: _mono, ...target } = options;
    const encoder = file.writer.value("WaveformEncoder");
    return {
      inputType: file.writer.type("AudioInput"),
      outputType: code.waveformType,
      fieldClass: field.names.field,
      encoder: {
        type: encoder,
        initializer: `new ${encoder}(${jsonLiteral(target as unknown as JsonValue)}, openAudio)`,
      },
      encode: `(value, slot) => this.#${field.ir.name}.encode(value, slot)`,
      encodeTapped: (tap) => `(value, slot) => this.#${field.ir.name}.encode(value, slot, ${tap})`,
    };
  },
};

function fieldClass(
  field: EmittedField,
  code: WaveformCode,
  file: GeneratedFile,
): ClassDeclarationStructure {
  const { doc, index, names } = field;
  const shape = `(batch, samples, ${code.channels ?? "channels"})`;
  const facts = `Kind \`waveform\`: ${storedFacts(code)}, batches of shape ${shape}. ` +
    inputFacts(code.options);
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
      batchTypesMember(`${file.type("WaveformBatchTypes")}<${code.arrayType}>`, file),
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
    methods: waveformMethods(field, code, file),
  };
}

/** What is stored: `mono int16 at 16,000 Hz`. */
function storedFacts({ options, channels }: WaveformCode): string {
  const { dtype, sampleRate } = options;
  const layout = options.mono
    ? "mono "
    : channels === undefined
    ? ""
    : `${channelsText(channels)} of `;
  return `${layout}${dtype} at ${sampleRate.toLocaleString("en")} Hz`;
}

/** What happens to audio of another kind. */
function inputFacts({ channels, normalize, resample }: ResolvedWaveform): string {
  const method = typeof resample === "string" ? `"${resample}"` : "torchaudio's method";
  const layout = channels === "mono"
    ? "mixed to their mean"
    : channels === "source"
    ? "kept as they are"
    : `the first ${channels} of more, or copies of one`;
  const level = normalize ? " Each clip's peak is full scale." : "";
  return `Other sample rates are resampled by ${method}; channels are ${layout}.${level}`;
}

function channelsText(channels: number): string {
  return channels === 1 ? "1 channel" : `${channels} channels`;
}
