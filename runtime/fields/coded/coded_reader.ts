import type { CodedBatch } from "./coded_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { CodedBatchOptions } from "../waveform/waveform_options.ts";
import { codedFault, type CodedRules } from "./codings/coded_fault.ts";
import { codedMembers } from "./codings/coded_members.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Waveform } from "../../../schema/mod.ts";
import type { CodedField } from "./coded_field.ts";
import type { CodedStream, FieldReader, MetadataValue, RecordFault } from "../kind/kind.ts";

/** What a reader of coded audio stands on. */
export interface CodedReaderParts<Field extends CodedField = CodedField> {
  readonly file: AfdFile;
  readonly field: Field;
  readonly rules: CodedRules;
}

/** Reads coded audio reflectively: the very field that generated modules build on. */
export class CodedReader implements FieldReader {
  readonly name: string;
  readonly kind: string;
  readonly #file: AfdFile;
  readonly #field: CodedField;
  readonly #rules: CodedRules;

  constructor(kind: string, { file, field, rules }: CodedReaderParts) {
    this.name = field.name;
    this.kind = kind;
    this.#file = file;
    this.#field = field;
    this.#rules = rules;
  }

  metadata(index: number): Record<string, MetadataValue> {
    return codedMembers(this.#field.metadata, index);
  }

  extent(index: number): { position: number; length: number } {
    return this.#field.extent(index);
  }

  indexBytes(index: number): number {
    return this.#field.indexBytes(index);
  }

  stream(index: number): CodedStream | undefined {
    const { codec } = this.#rules.coding.options;
    if (codec === "pcm") return undefined;
    const { position } = this.#field.extent(index);
    const bytes = this.#file.view(position, this.#field.metadata.byteLength(index));
    return { codec, bytes };
  }

  length(index: number): number {
    return this.#field.metadata.numSamples(index);
  }

  width(index: number): number {
    return this.#field.metadata.channels(index);
  }

  seconds(index: number): number {
    return this.length(index) / this.#field.metadata.sampleRate(index);
  }

  decode(index: number): Waveform<StoredSamples> {
    return this.#field.decode(index);
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return this.#field.declareBatch(batchSize);
  }

  allocateBatch(batchSize: number, options: CodedBatchOptions = {}): CodedBatch {
    return this.#field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: CodedBatch): void {
    this.#field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: CodedBatch): Promise<void> {
    return this.#field.decodeBatchAsync(indices, batch);
  }

  decodeWindow(index: number, start: number, count: number, out: StoredSamples): number {
    return this.#field.decodeWindow(index, start, count, out);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: CodedBatch): void {
    this.#field.decodeWindowBatch(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: CodedBatch,
  ): Promise<void> {
    return this.#field.decodeWindowBatchAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: CodedBatch): void {
    this.#field.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: CodedBatch): void {
    this.#field.planWindows(indices, starts, count, batch);
  }

  locate(batch: CodedBatch): void {
    this.#field.locate(batch);
  }

  decodePlanned(batch: CodedBatch): void {
    this.#field.decodePlanned(batch);
  }

  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
  ): Promise<number> {
    return this.#field.decodeWindowAsync(index, start, count, out);
  }

  prefetch(indices: Indices): Promise<Disposable | undefined> {
    return this.#field.prefetch(indices);
  }

  fault(index: number): RecordFault {
    return codedFault(this.#file, index, { metadata: this.#field.metadata, ...this.#rules });
  }
}
