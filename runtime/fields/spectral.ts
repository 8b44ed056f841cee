import {
  padFrames,
  spectralBins,
  type SpectralInput,
  type SpectralKind,
  spectralKinds,
  type SpectralOptions,
  type Spectrogram,
} from "../../schema/mod.ts";
import type { Indices } from "../batch/indices.ts";
import { readError } from "../batch/read_error.ts";
import {
  SpectralBatch,
  type SpectralBatchOptions,
  type SpectralValues,
} from "../batch/spectral_batch.ts";
import type { AfdFile } from "../container/afd_file.ts";
import type { FieldEntry } from "../container/directory.ts";
import { pageMask, StructPage, Table } from "../container/table.ts";
import { ComputedSpectralEncoder } from "../spectral/computed_encoder.ts";
import { SpectralEncoder } from "../spectral/spectral_encoder.ts";
import { readFeatureWindow } from "../spectral/feature_window.ts";
import { spectralOptions } from "../spectral/spectral_options.ts";
import { fromStored, toStored, valueBytes } from "../spectral/stored_values.ts";
import { Block } from "../storage/block.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "./kind.ts";

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

interface Record16 {
  readonly position: number;
  readonly byteLength: number;
  readonly frames: number;
  readonly bins: number;
  readonly dtypeCode: number;
  readonly pad: number;
}

/** Reads features by the rules of the format alone; the generated readers are the fast ones. */
class SpectralReader implements FieldReader {
  readonly name: string;
  readonly kind: SpectralKind;
  readonly #file: AfdFile;
  readonly #entry: FieldEntry;
  readonly #options: SpectralOptions;
  readonly #table: Table<StructPage>;
  readonly #bins: number;
  /** Bytes of a value, and of what stands behind a record's frames. */
  readonly #width: number;
  readonly #tailBytes: number;

  constructor(file: AfdFile, fieldIndex: number, kind: SpectralKind) {
    this.#file = file;
    this.kind = kind;
    this.#entry = file.entry(fieldIndex);
    const field = file.ir.fields[fieldIndex];
    this.name = field?.name ?? "";
    this.#options = spectralOptions(kind, field?.options ?? {});
    this.#bins = spectralBins(kind, this.#options);
    this.#width = valueBytes(this.#options.storeDtype);
    this.#tailBytes = this.#options.padSeconds === null ? 0 : this.#width;
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
  }

  metadata(index: number): Record<string, MetadataValue> {
    const { position, frames, bins, dtypeCode } = this.#record(index);
    return { dataPtr: position, timeFrames: frames, nMels: bins, dtypeCode };
  }

  extent(index: number): { position: number; length: number } {
    const { position, byteLength } = this.#record(index);
    if (!this.#file.holds(position, byteLength)) {
      throw this.#file.extentError({
        field: this.name,
        record: index,
        position,
        length: byteLength,
      });
    }
    return { position, length: byteLength };
  }

  length(index: number): number {
    return this.#record(index).frames;
  }

  width(index: number): number {
    return this.#record(index).bins;
  }

  seconds(index: number): number {
    const { sampleRate, hopLength } = this.#options;
    return sampleRate === "source" ? 0 : this.#record(index).frames * hopLength / sampleRate;
  }

  decode(index: number): Spectrogram {
    const bins = this.#bins;
    const { frames } = this.#record(index);
    const bytes = this.#bytes(index);
    const values = bytes.subarray(0, bins * frames * this.#width);
    return { data: fromStored(values, this.#options.storeDtype), shape: [bins, frames] };
  }

  declareBatch(batchSize: number) {
    const frames = Math.max(this.#entry.totals.maxLength, padFrames(this.#options));
    const shape = [batchSize, this.#bins, frames];
    const byteLength = shape.reduce((a, b) => a * b, this.#width);
    return { shape, dtype: this.#options.storeDtype, byteLength };
  }

  allocateBatch(batchSize: number, options: SpectralBatchOptions = {}): SpectralBatch {
    return new SpectralBatch(this.#file, options, {
      field: this.name,
      capacity: batchSize,
      bins: this.#bins,
      storedDtype: this.#options.storeDtype,
      longest: this.#entry.totals.maxLength,
      padFrames: padFrames(this.#options),
    });
  }

  /** Value by value, as the reference for the fast way. */
  decodeBatch(indices: Indices, batch: SpectralBatch): void {
    batch.begin(indices.length);
    const counts = Array.from({ length: indices.length }, (_, row) => {
      const record = indices[row] ?? -1;
      const { frames } = this.#record(record);
      if (frames > batch.maxFrames && !batch.crop) {
        throw batch.tooLong({ file: this.#file.name, field: this.name, record, frames });
      }
      return Math.min(frames, batch.maxFrames);
    });
    batch.end(counts.reduce((longest, frames) => Math.max(longest, frames), 0));
    counts.forEach((count, row) => this.#fillRow(batch, row, { record: indices[row]!, count }));
  }

  decodeWindow(index: number, start: number, count: number, out: SpectralValues): number {
    const { position, frames } = this.#record(index);
    this.extent(index);
    return readFeatureWindow(this.#file, {
      field: this.name,
      record: index,
      position,
      bins: this.#bins,
      frames,
      dtype: this.#options.storeDtype,
      tailBytes: this.#tailBytes,
      start,
      count,
    }, out);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    batch.beginWindows(indices, starts, count);
    for (let row = 0; row < indices.length; row++) {
      this.#fillRow(batch, row, { record: indices[row]!, start: starts[row]!, count });
    }
  }

  /** A row of a batch: up to `count` of the record's frames from frame `start` on, then padding. */
  #fillRow(
    batch: SpectralBatch,
    row: number,
    { record, start = 0, count }: { record: number; start?: number; count: number },
  ): void {
    const isTurned = batch.layout === "framesFirst";
    const { data, shape: [bins, frames] } = this.decode(record);
    const kept = Math.max(0, Math.min(count, frames - start));
    const padding = batch.padValue ?? this.#padValue(record);
    const values = new Float32Array(bins * batch.frames).fill(padding);
    for (let bin = 0; bin < bins; bin++) {
      for (let frame = 0; frame < kept; frame++) {
        const at = isTurned ? frame * bins + bin : bin * batch.frames + frame;
        values[at] = data[bin * frames + start + frame] ?? 0;
      }
    }
    const stored = toStored(values, batch.dtype).buffer;
    const Values = batch.dtype === "float16" ? Uint16Array : Float32Array;
    batch.data.set(new Values(stored), row * values.length);
    batch.indices[row] = record;
    batch.lengths[row] = kept;
  }

  fault(index: number): RecordFault {
    const { bins, dtypeCode, frames, pad } = this.#record(index);
    if (pad !== 0) return "metadata-padding";
    if (bins !== this.#bins) return "bins";
    if (dtypeCode !== (this.#options.storeDtype === "float16" ? 0 : 1)) return "dtype";
    if (this.#tailBytes > 0 && frames > padFrames(this.#options)) return "frames";
    const values = fromStored(this.#bytes(index), this.#options.storeDtype);
    return values.every(Number.isFinite) ? undefined : "non-finite";
  }

  #padValue(index: number): number {
    const bytes = this.#bytes(index);
    const tail = bytes.subarray(bytes.length - this.#tailBytes);
    return fromStored(tail, this.#options.storeDtype)[0] ?? 0;
  }

  #bytes(index: number): Uint8Array {
    const { position, length } = this.extent(index);
    const block = Block.allocate(length);
    try {
      this.#file.copy(position, length, block, 0);
    } catch (cause) {
      throw readError(cause, { field: this.name, record: index });
    }
    return block.bytes;
  }

  #record(index: number): Record16 {
    const page = this.#table.page(index);
    const at = (index & pageMask) * 16;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset + at, 16);
    const frames = view.getUint32(8, true);
    const bins = view.getUint16(12, true);
    return {
      position: view.getUint32(0, true) + view.getUint32(4, true) * 0x1_0000_0000,
      byteLength: frames * this.#bins * this.#width + this.#tailBytes,
      frames,
      bins,
      dtypeCode: view.getUint8(14),
      pad: view.getUint8(15),
    };
  }
}
