import {
  padFrames,
  type ResolvedSpectral,
  spectralBins,
  type SpectralInput,
  type SpectralKind,
  spectralKinds,
} from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask } from "../../container/table.ts";
import { ComputedSpectralEncoder } from "./computed_encoder.ts";
import { SpectralEncoder } from "./spectral_encoder.ts";
import { SpectralField } from "./spectral_field.ts";
import { spectralOptions } from "./spectral_options.ts";
import { fromStored } from "../../batch/stored_values.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { getUint53 } from "../../container/uint53.ts";

/** The runtime's part of the three spectral kinds, by name. */
export const spectralRuntimeKinds: readonly (readonly [string, RuntimeKind])[] = spectralKinds.map(
  (kind) => [kind, {
    open: (file, fieldIndex) => new SpectralReader(file, fieldIndex, kind),
    encoder({ field, openAudio }) {
      const encoder = new SpectralEncoder(kind, field.options, openAudio);
      return (value, slot) => encoder.encode(value as SpectralInput, slot);
    },
    computed({ field }) {
      return new ComputedSpectralEncoder(kind, field.options);
    },
  }],
);

/** A metadata record. */
interface Members {
  readonly position: number;
  readonly frames: number;
  readonly bins: number;
  readonly dtypeCode: number;
  readonly pad: number;
}

/** Reads features with nothing but the rules of the format. */
class SpectralReader extends SpectralField implements FieldReader {
  readonly kind: SpectralKind;
  readonly #options: ResolvedSpectral;

  constructor(file: AfdFile, fieldIndex: number, kind: SpectralKind) {
    const { name = "", options = {} } = file.ir.fields[fieldIndex] ?? {};
    const full = spectralOptions(kind, options);
    super(file, fieldIndex, {
      name,
      bins: spectralBins(kind, full),
      dtype: full.storeDtype,
      tailBytes: full.padSeconds === null ? 0 : dtypeBytes(full.storeDtype),
      padFrames: padFrames(full),
    });
    this.kind = kind;
    this.#options = full;
  }

  metadata(index: number): Record<string, MetadataValue> {
    const { position, frames, bins, dtypeCode } = this.#members(index);
    return { dataPtr: position, timeFrames: frames, nMels: bins, dtypeCode };
  }

  length(index: number): number {
    return this.#members(index).frames;
  }

  width(index: number): number {
    return this.#members(index).bins;
  }

  seconds(index: number): number {
    const { sampleRate, hopLength } = this.#options;
    return sampleRate === "source" ? 0 : this.#members(index).frames * hopLength / sampleRate;
  }

  declareBatch(batchSize: number) {
    const { bins, dtype, padFrames } = this.facts;
    const frames = Math.max(this.file.entry(this.fieldIndex).totals.maxLength, padFrames);
    const shape = [batchSize, bins, frames];
    return { shape, dtype, byteLength: shape.reduce((a, b) => a * b, dtypeBytes(dtype)) };
  }

  fault(index: number): RecordFault {
    const { bins, dtypeCode, frames, pad } = this.#members(index);
    const { bins: wanted, dtype, padFrames, tailBytes } = this.facts;
    if (pad !== 0) return "metadata-padding";
    if (bins !== wanted) return "bins";
    if (dtypeCode !== (dtype === "float16" ? 0 : 1)) return "dtype";
    if (tailBytes > 0 && frames > padFrames) return "frames";
    return this.#values(index).every(Number.isFinite) ? undefined : "non-finite";
  }

  /** The values of a record's payload: those of its frames, and the one that pads them. */
  #values(index: number): Float32Array {
    const { bytes } = this.copied(index, this.extent(index));
    return fromStored(bytes, this.facts.dtype);
  }

  #members(index: number): Members {
    const page = this.table.page(index);
    const at = (index & pageMask) * 16;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset + at, 16);
    return {
      position: getUint53(view, 0),
      frames: view.getUint32(8, true),
      bins: view.getUint16(12, true),
      dtypeCode: view.getUint8(14),
      pad: view.getUint8(15),
    };
  }
}
