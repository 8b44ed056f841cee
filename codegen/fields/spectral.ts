import {
  dtypeBytes,
  fieldKind,
  type JsonValue,
  padFrames,
  type ResolvedSpectral,
  spectralBins,
  type SpectralKind,
  withoutMeaning,
} from "../../schema/mod.ts";
import { jsonLiteral } from "../print/literals.ts";
import type { FieldEmitter } from "./kind.ts";
import { printSpectralField } from "./spectral_class.ts";
import { emitStructMetadata } from "./struct_metadata.ts";

/** A spectral field's constants, as the emitted code needs them. */
export interface SpectralCode {
  readonly options: ResolvedSpectral;
  readonly bins: number;
  /** The array type of batches that hold the stored type. */
  readonly storedArray: "Uint16Array" | "Float32Array";
  /** Bytes per value. */
  readonly valueBytes: 2 | 4;
  /** Bytes after a record's frames: the value that pads them, if the field has `padSeconds`. */
  readonly tailBytes: number;
  /** The number of frames in `padSeconds`; 0 without it. */
  readonly padFrames: number;
}

const memberDocs: Readonly<Record<string, string>> = {
  data_ptr: "Byte offset of the values in the file.",
  time_frames: "Number of frames.",
  n_mels: "Number of bins: values per frame.",
  dtype_code: "The stored type: 0 is float16, 1 float32.",
};

/** Emits one of the spectral kinds; they differ in their names and in what their rows mean. */
export function spectralEmitter(kind: SpectralKind): FieldEmitter {
  return {
    emit(field, file) {
      const { layout, resolve } = fieldKind(kind)!;
      const options = resolve(field.ir.options) as ResolvedSpectral;
      const valueBytes = dtypeBytes(options.storeDtype);
      const code: SpectralCode = {
        options,
        bins: spectralBins(kind, options),
        storedArray: valueBytes === 2 ? "Uint16Array" : "Float32Array",
        valueBytes,
        tailBytes: options.padSeconds === null ? 0 : valueBytes,
        padFrames: padFrames(options),
      };
      emitStructMetadata(field, { layout, docs: memberDocs, file });
      printSpectralField(field, code, file);
      const { from } = options;
      const encoder = file.writer.value(
        from === undefined ? "SpectralEncoder" : "ComputedSpectralEncoder",
      );
      const kept = jsonLiteral(withoutMeaning(field.ir.options) as JsonValue);
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
