import {
  padFrames,
  spectralBins,
  type SpectralInput,
  type SpectralKind,
  spectralKinds,
  type SpectralOptions,
  type Spectrogram,
} from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import { SpectralBatch, type SpectralBatchOptions, type SpectralValues } from "./spectral_batch.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { ComputedSpectralEncoder } from "./computed_encoder.ts";
import { SpectralEncoder } from "./spectral_encoder.ts";
import {
  featureWindowExtents,
  type FeatureWindowRequest,
  readFeatureWindow,
} from "./feature_window.ts";
import { spectralOptions } from "./spectral_options.ts";
import { fromStored, valueBytes } from "../../batch/stored_values.ts";
import { Block } from "../../storage/block.ts";
import { FeatureRows } from "./feature_rows.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";

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

/** Reads features by the rules of the format alone. */
class SpectralReader implements FieldReader {
  readonly name: string;
  readonly kind: SpectralKind;
  readonly #file: AfdFile;
  readonly #entry: FieldEntry;
  readonly #options: SpectralOptions;
  readonly #table: Table<StructPage>;
  readonly #rows: FeatureRows;
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
    this.#rows = new FeatureRows(file, {
      field: this.name,
      table: this.#table,
      bins: this.#bins,
      dtype: this.#options.storeDtype,
      tailBytes: this.#tailBytes,
    });
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

  decodeBatch(indices: Indices, batch: SpectralBatch): void {
    this.#rows.decode(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: SpectralBatch): Promise<void> {
    return this.#rows.decodeAsync(indices, batch);
  }

  decodeWindow(index: number, start: number, count: number, out: SpectralValues): number {
    return readFeatureWindow(this.#file, this.#window(index, start, count), out);
  }

  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: SpectralValues,
  ): Promise<number> {
    await this.#table.prefetch([index]);
    const extents = featureWindowExtents(this.#window(index, start, count));
    using _lease = await this.#file.prefetch(extents);
    return this.decodeWindow(index, start, count, out);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    this.#rows.decodeWindows(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: SpectralBatch,
  ): Promise<void> {
    return this.#rows.decodeWindowsAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: SpectralBatch): void {
    this.#rows.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: SpectralBatch): void {
    this.#rows.planWindows(indices, starts, count, batch);
  }

  decodePlanned(batch: SpectralBatch): void {
    this.#rows.fill(batch);
  }

  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.#table.prefetch(indices);
    const extents = Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!));
    return await this.#file.prefetch(extents);
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

  #window(index: number, start: number, count: number): FeatureWindowRequest {
    const { position, frames } = this.#record(index);
    this.extent(index);
    return {
      field: this.name,
      record: index,
      position,
      bins: this.#bins,
      frames,
      dtype: this.#options.storeDtype,
      tailBytes: this.#tailBytes,
      start,
      count,
    };
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
