import {
  type FieldIr,
  fieldKind,
  fixedChannels,
  type ResolvedStems,
  type Stems,
  type StemsInput,
} from "../../../schema/mod.ts";
import type { Indices } from "../../container/indices.ts";
import type { StemsBatch, StemsBatchOptions, StemSelection } from "./stems_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { codedFault } from "./codings/coded_fault.ts";
import { codedMembers } from "./codings/coded_members.ts";
import { codingOf } from "./codings/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { StemsEncoder } from "./stems_encoder.ts";
import { StemsField } from "./stems_field.ts";

/** The runtime's part of `stems`. */
export const stemsRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new StemsReader(file, fieldIndex),
  encoder({ field, openAudio }) {
    const encoder = new StemsEncoder(resolved(field), openAudio);
    return (value, slot) => encoder.encode(value as StemsInput, slot);
  },
};

function resolved(field: FieldIr | undefined): ResolvedStems {
  return fieldKind("stems")?.resolve(field?.options ?? {}) as ResolvedStems;
}

/** A reader of a field of stems. */
export type StemsFieldReader =
  & FieldReader
  & Pick<StemsField, "names" | "hasStem" | "decodeWindow" | "decodeWindowAsync">;

/** Reads stems reflectively, through the field that generated modules build on. */
class StemsReader implements StemsFieldReader {
  readonly name: string;
  readonly kind = "stems";
  readonly #file: AfdFile;
  readonly #options: ResolvedStems;
  readonly #field: StemsField;

  constructor(file: AfdFile, fieldIndex: number) {
    const options = resolved(file.ir.fields[fieldIndex]);
    const { coding, names } = options;
    this.#file = file;
    this.#options = options;
    const channels = fixedChannels(options);
    this.#field = new StemsField(file, fieldIndex, { coding, channels, names });
    this.name = this.#field.name;
  }

  metadata(index: number): Record<string, MetadataValue> {
    const { metadata, names } = this.#field;
    const there = names.map((name) => [name, this.#field.hasStem(index, name)]);
    return { ...codedMembers(metadata, index), ...Object.fromEntries(there) };
  }

  extent(index: number): { position: number; length: number } {
    return this.#field.extent(index);
  }

  indexBytes(index: number): number {
    return this.#field.indexBytes(index);
  }

  length(index: number): number {
    return this.#field.metadata.numSamples(index);
  }

  width(index: number): number {
    return this.#field.metadata.channels(index);
  }

  seconds(index: number): number {
    return this.length(index) / this.#options.sampleRate;
  }

  decode(index: number): Stems<StoredSamples> {
    return this.#field.decode(index);
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return this.#field.declareBatch(batchSize);
  }

  allocateBatch(batchSize: number, options: StemsBatchOptions = {}): StemsBatch {
    return this.#field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: StemsBatch): void {
    this.#field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: StemsBatch): Promise<void> {
    return this.#field.decodeBatchAsync(indices, batch);
  }

  /** The names of the stems, in schema order. */
  get names(): readonly string[] {
    return this.#field.names;
  }

  /** Whether record `index` has the stem named `stem`. */
  hasStem(index: number, stem: string): boolean {
    return this.#field.hasStem(index, stem);
  }

  decodeWindow(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
    selection: StemSelection = {},
  ): number {
    return this.#field.decodeWindow(index, start, count, out, selection);
  }

  decodeWindowBatch(indices: Indices, starts: Indices, count: number, batch: StemsBatch): void {
    this.#field.decodeWindowBatch(indices, starts, count, batch);
  }

  decodeWindowBatchAsync(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: StemsBatch,
  ): Promise<void> {
    return this.#field.decodeWindowBatchAsync(indices, starts, count, batch);
  }

  plan(indices: Indices, batch: StemsBatch): void {
    this.#field.plan(indices, batch);
  }

  planWindows(indices: Indices, starts: Indices, count: number, batch: StemsBatch): void {
    this.#field.planWindows(indices, starts, count, batch);
  }

  locate(batch: StemsBatch): void {
    this.#field.locate(batch);
  }

  decodePlanned(batch: StemsBatch): void {
    this.#field.decodePlanned(batch);
  }

  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: StoredSamples,
    selection: StemSelection = {},
  ): Promise<number> {
    return this.#field.decodeWindowAsync(index, start, count, out, selection);
  }

  prefetch(indices: Indices): Promise<Disposable | undefined> {
    return this.#field.prefetch(indices);
  }

  fault(index: number): RecordFault {
    const { metadata, names } = this.#field;
    const { coding, sampleRate } = this.#options;
    // There are at most 64 names; bits beyond the last one have no meaning.
    for (let bit = names.length; bit < 64; bit++) {
      if (metadata.hasTrack(index, bit)) return "tracks";
    }
    return codedFault(this.#file, index, {
      metadata,
      coding: codingOf(coding),
      sampleRate,
      channels: fixedChannels(this.#options),
      tracksOf: (record) => names.filter((name) => this.#field.hasStem(record, name)).length,
    });
  }
}
