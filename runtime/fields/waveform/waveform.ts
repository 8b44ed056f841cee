import {
  type AudioInput,
  fieldKind,
  fixedChannels,
  type ResolvedWaveform,
  type Waveform,
  waveformDtypes,
} from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { type AnyWaveformBatch, ConvertedBatch } from "./converted_batch.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import { type AudioShape, WaveformBatch } from "./waveform_batch.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { ConvertedBatchOptions, WaveformBatchOptions } from "./waveform_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldEntry } from "../../container/directory.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { Block } from "../../storage/block.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { WaveformEncoder } from "./waveform_encoder.ts";
import { WaveformRows } from "./waveform_rows.ts";
import { readWindow, windowExtent } from "./waveform_window.ts";
import { getUint53 } from "../../container/uint53.ts";

/** The runtime's part of `waveform`. */
export const waveformRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new WaveformReader(file, fieldIndex),
  encoder({ field, openAudio }) {
    const options = fieldKind("waveform")?.resolve(field.options) as ResolvedWaveform;
    const encoder = new WaveformEncoder(options, openAudio);
    return (value, slot, tap) => encoder.encode(value as AudioInput, slot, tap);
  },
};

interface Record24 {
  readonly position: number;
  readonly byteLength: number;
  readonly samples: number;
  readonly durationMs: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly dtypeCode: number;
  readonly pad: number;
}

/** Reads a waveform by the rules of the format alone. */
class WaveformReader implements FieldReader {
  readonly name: string;
  readonly kind = "waveform";
  readonly #file: AfdFile;
  readonly #entry: FieldEntry;
  readonly #options: ResolvedWaveform;
  readonly #table: Table<StructPage>;
  readonly #rows: WaveformRows;
  readonly #width: number;
  /** The channels of every clip, where the schema fixes them. */
  readonly #channels: number | undefined;

  constructor(file: AfdFile, fieldIndex: number) {
    this.#file = file;
    this.#entry = file.entry(fieldIndex);
    const field = file.ir.fields[fieldIndex];
    this.name = field?.name ?? "";
    this.#options = fieldKind("waveform")?.resolve(field?.options ?? {}) as ResolvedWaveform;
    this.#width = dtypeBytes(this.#options.dtype);
    this.#channels = fixedChannels(this.#options);
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#rows = new WaveformRows(file, {
      field: this.name,
      table: this.#table,
      dtype: this.#options.dtype,
    });
  }

  metadata(index: number): Record<string, MetadataValue> {
    const record = this.#record(index);
    return {
      dataPtr: record.position,
      numSamples: record.samples,
      durationMs: record.durationMs,
      sampleRate: record.sampleRate,
      channels: record.channels,
      dtypeCode: record.dtypeCode,
    };
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
    return this.#record(index).samples;
  }

  width(index: number): number {
    return this.#record(index).channels;
  }

  seconds(index: number): number {
    return this.#record(index).samples / this.#options.sampleRate;
  }

  decode(index: number): Waveform<StoredSamples> {
    const { samples, channels, sampleRate } = this.#record(index);
    const { position, length } = this.extent(index);
    const array = new sampleArrays[this.#options.dtype](samples * channels);
    try {
      this.#file.copy(position, length, Block.over(array), 0);
    } catch (cause) {
      throw readError(cause, { field: this.name, record: index });
    }
    return { samples: array, sampleRate, channels };
  }

  declareBatch(batchSize: number) {
    const channels = this.#channels ?? this.#entry.totals.maxWidth;
    const shape = [batchSize, this.#entry.totals.maxLength, channels];
    const byteLength = shape.reduce((a, b) => a * b, this.#width);
    return { shape, dtype: this.#options.dtype, byteLength };
  }

  allocateBatch(
    batchSize: number,
    options: WaveformBatchOptions | ConvertedBatchOptions = {},
  ): AnyWaveformBatch {
    const facts = {
      field: this.name,
      capacity: batchSize,
      dtype: this.#options.dtype,
      longest: this.#entry.totals.maxLength,
      channels: this.#channels ?? this.#entry.totals.maxWidth,
      isFixed: this.#channels !== undefined,
    };
    if ("dtype" in options && options.dtype !== undefined) {
      return new ConvertedBatch<AudioShape>(this.#file, options, facts);
    }
    return new WaveformBatch<StoredSamples>(this.#file, options, facts);
  }

  decodeBatch(indices: Indices, batch: AnyWaveformBatch): void {
    this.#rows.decode(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: AnyWaveformBatch): Promise<void> {
    return this.#rows.decodeAsync(indices, batch);
  }

  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number {
    const { samples, channels } = this.#record(index);
    const { position } = this.extent(index);
    const { dtype } = this.#options;
    try {
      return readWindow(this.#file, { position, samples, channels, start, count, out, dtype });
    } catch (cause) {
      throw readError(cause, { field: this.name, record: index });
    }
  }

  async decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number> {
    await this.#table.prefetch([index]);
    const { samples, channels } = this.#record(index);
    const { position } = this.extent(index);
    const frameBytes = channels * this.#width;
    const extent = windowExtent({ position, samples, frameBytes, start, count });
    using _lease = await this.#file.prefetch([extent]);
    return this.decodeWindow(index, start, count, out);
  }

  decodeWindowBatch(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch,
  ): void {
    this.#rows.decodeWindows(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: AnyWaveformBatch,
  ): Promise<void> {
    return this.#rows.decodeWindowsAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: AnyWaveformBatch): void {
    this.#rows.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: AnyWaveformBatch): void {
    this.#rows.planWindows(indices, starts, count, batch);
  }

  decodePlanned(batch: AnyWaveformBatch): void {
    this.#rows.fill(batch);
  }

  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    await this.#table.prefetch(indices);
    const extents = Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!));
    return await this.#file.prefetch(extents);
  }

  fault(index: number): RecordFault {
    const { samples, durationMs, sampleRate, channels, dtypeCode, pad } = this.#record(index);
    const { sampleRate: wantedRate, dtype } = this.#options;
    if (pad !== 0) return "metadata-padding";
    if (sampleRate !== wantedRate) return "sample-rate";
    if (waveformDtypes[dtypeCode] !== dtype) return "dtype";
    if (channels === 0 || channels !== (this.#channels ?? channels)) return "channels";
    if (durationMs !== Math.floor((samples * 1000) / sampleRate)) return "duration";
    return undefined;
  }

  #record(index: number): Record24 {
    const page = this.#table.page(index);
    const at = (index & pageMask) * 24;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset + at, 24);
    const samples = view.getUint32(8, true);
    const channels = view.getUint8(20);
    return {
      position: getUint53(view, 0),
      byteLength: samples * channels * this.#width,
      samples,
      durationMs: view.getUint32(12, true),
      sampleRate: view.getUint32(16, true),
      channels,
      dtypeCode: view.getUint8(21),
      pad: view.getUint16(22, true),
    };
  }
}
