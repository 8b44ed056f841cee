import type { Indices } from "../../container/indices.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { Waveform } from "../../../schema/mod.ts";
import type { FieldReader, MetadataValue, RecordFault } from "../kind/kind.ts";
import type { WaveformMembers } from "./waveform_metadata.ts";

/** What a reader needs of a field of audio. */
export interface AudioField<Batch extends object, Options extends object> {
  readonly name: string;
  readonly metadata: Pick<WaveformMembers, "numSamples" | "channels">;
  extent(index: number): { position: number; length: number };
  decode(index: number): Waveform<StoredSamples>;
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number };
  allocateBatch(batchSize: number, options?: Options): Batch;
  decodeBatch(indices: Indices, batch: Batch): void;
  decodeBatchAsync(indices: Indices, batch: Batch): Promise<void>;
  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number;
  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number>;
  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: Batch): void;
  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: Batch,
  ): Promise<void>;
  plan(indices: Indices, batch: Batch): void;
  planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void;
  decodePlanned(batch: Batch): void;
  prefetch(indices: Indices): Promise<Disposable | undefined>;
}

/**
 * Reads audio reflectively, through one interface to the fields that generated modules build on.
 */
export abstract class AudioReader<Batch extends object, Options extends object>
  implements FieldReader {
  readonly name: string;
  readonly kind: string;
  readonly #field: AudioField<Batch, Options>;

  constructor(kind: string, field: AudioField<Batch, Options>) {
    this.name = field.name;
    this.kind = kind;
    this.#field = field;
  }

  abstract metadata(index: number): Record<string, MetadataValue>;
  abstract seconds(index: number): number;
  abstract fault(index: number): RecordFault;

  extent(index: number): { position: number; length: number } {
    return this.#field.extent(index);
  }

  length(index: number): number {
    return this.#field.metadata.numSamples(index);
  }

  width(index: number): number {
    return this.#field.metadata.channels(index);
  }

  decode(index: number): Waveform<StoredSamples> {
    return this.#field.decode(index);
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return this.#field.declareBatch(batchSize);
  }

  allocateBatch(batchSize: number, options?: Options): Batch {
    return this.#field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: Batch): void {
    this.#field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: Batch): Promise<void> {
    return this.#field.decodeBatchAsync(indices, batch);
  }

  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number {
    return this.#field.decodeWindow(index, start, count, out);
  }

  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number> {
    return this.#field.decodeWindowAsync(index, start, count, out);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.#field.decodeWindowBatch(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: Batch,
  ): Promise<void> {
    return this.#field.decodeWindowBatchAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: Batch): void {
    this.#field.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: Batch): void {
    this.#field.planWindows(indices, starts, count, batch);
  }

  decodePlanned(batch: Batch): void {
    this.#field.decodePlanned(batch);
  }

  prefetch(indices: Indices): Promise<Disposable | undefined> {
    return this.#field.prefetch(indices);
  }
}
