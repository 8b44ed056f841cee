import {
  dtypeBytes,
  fieldKind,
  fixedChannels,
  type JsonValue,
  type ResolvedWaveform,
} from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docComment, jsonLiteral } from "../print/literals.ts";
import type { EmittedField, FieldEmitter } from "./kind.ts";
import { emitStructMetadata } from "./struct_metadata.ts";
import { waveformLoops } from "./waveform_loops.ts";

/** A waveform field's constants, as the emitted code needs them. */
export interface WaveformCode {
  readonly options: ResolvedWaveform;
  /** The number of channels of every clip; `undefined` where each clip has its own. */
  readonly channels: number | undefined;
  /** Such as `Int16Array`. */
  readonly arrayType: string;
  /** Bytes per sample. */
  readonly sampleBytes: number;
}

const arrayTypes = { int16: "Int16Array", int32: "Int32Array", float32: "Float32Array" } as const;

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the samples in the file.",
  num_samples: "Samples per channel.",
  duration_ms: "Duration in whole milliseconds, rounded down.",
  sample_rate: "Samples per second.",
  channels: "Number of interleaved channels.",
  dtype_code: "The stored type: 0 is int16, 1 float32, 2 int32.",
};

/** Emits `waveform`: raw PCM, decoded by copying. */
export const waveformEmitter: FieldEmitter = {
  emit(field, file) {
    const kind = fieldKind("waveform")!;
    const options = kind.resolve(field.ir.options) as ResolvedWaveform;
    const arrayType = arrayTypes[options.dtype];
    const waveform: WaveformCode = {
      options,
      channels: fixedChannels(options),
      arrayType,
      sampleBytes: dtypeBytes(options.dtype),
    };
    emitStructMetadata(field, { layout: kind.layout, docs: memberDocs, file });
    emitFieldClass(field, waveform, file);
    const { mono: _mono, ...target } = options;
    const encoder = file.writer.value("WaveformEncoder");
    return {
      inputType: file.writer.type("AudioInput"),
      outputType: `${file.type("Waveform")}<${arrayType}>`,
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

function emitFieldClass(field: EmittedField, waveform: WaveformCode, file: GeneratedFile): void {
  const { doc, index, names } = field;
  const { arrayType, channels, options } = waveform;
  const { AfdFile } = file.types("AfdFile");
  const { WaveformField } = file.values("WaveformField");
  const shape = `(batch, samples, ${channels ?? "channels"})`;
  const facts = `Kind \`waveform\`: ${storedFacts(waveform)}, batches of shape ${shape}. ` +
    inputFacts(options);
  file.print`
    ${docComment(`${doc}\n\n${facts}`)}
    export class ${names.field} extends ${WaveformField}<${arrayType}> {
      /** Accessors of the metadata records. */
      override readonly metadata: ${names.metadata};

      /** Made by the open file. */
      constructor(file: ${AfdFile}) {
        super(file, ${index}, { dtype: "${options.dtype}", channels: ${channels ?? "undefined"} });
        this.metadata = new ${names.metadata}(this.table);
      }

      ${waveformLoops(waveform, file)}
    }
  `;
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

/** What happens to other audio. */
function inputFacts({ channels, normalize, resample }: ResolvedWaveform): string {
  const method = typeof resample === "string" ? `"${resample}"` : "torchaudio's method";
  const layout = channels === "mono"
    ? "mixed to their mean"
    : channels === "source"
    ? "kept unchanged"
    : `cut to the first ${channels}, or copied from a single one`;
  const level = normalize ? " Each clip is scaled to a peak of full scale." : "";
  return `Other sample rates are resampled by ${method}; channels are ${layout}.${level}`;
}

function channelsText(channels: number): string {
  return channels === 1 ? "1 channel" : `${channels} channels`;
}
