/** Generated modules as tests use them, whatever their schemas. */
import { datasetNames } from "../../codegen/print/identifiers.ts";
import type { OpenOptions, StorageSource, WriterOptions } from "../../runtime/mod.ts";

/** A batch of any kind. */
export interface AnyBatch {
  readonly shape: readonly number[];
  readonly data?: ArrayLike<number | bigint>;
  readonly lengths?: Uint32Array;
  /** For pitch: 1 where a frame is voiced. */
  readonly voiced?: Uint8Array;
  /** For tokens: those that aren't in {@link data}. */
  readonly rest?: ArrayLike<number | bigint>;
  readonly restShape?: readonly number[];
  readonly values?: readonly unknown[];
  /** Of categories: all of them, by their numbers in {@link data}. */
  readonly categories?: readonly string[];
  /** The longest records that the batch has room for, in samples or frames. */
  readonly maxSamples?: number;
  readonly maxFrames?: number;
  readonly byteLength?: number;
  /** Samples per channel, or frames, that rows were padded to; for stems, it is in `rows`. */
  readonly rowSamples?: number;
  readonly frames?: number;
  readonly rows?: { readonly rowSamples: number };
  [Symbol.dispose]?(): void;
}

/** A field, as far as batches are concerned; a reflective reader has the same members. */
export interface BatchField {
  allocateBatch(batchSize: number, options?: object): AnyBatch;
  decodeBatch(indices: readonly number[], batch: AnyBatch): void;
  decodeBatchAsync(indices: readonly number[], batch: AnyBatch): Promise<void>;
  decodeWindowBatch?(
    indices: ArrayLike<number>,
    starts: ArrayLike<number>,
    count: number,
    batch: AnyBatch,
  ): void;
  decodeWindowBatchAsync?(
    indices: ArrayLike<number>,
    starts: ArrayLike<number>,
    count: number,
    batch: AnyBatch,
  ): Promise<void>;
}

/** A field of an open dataset. */
export interface GeneratedField extends BatchField {
  decode(index: number): unknown;
  prefetch(indices: readonly number[]): Promise<Disposable | undefined>;
}

/** A field that is read by windows. */
export interface WindowField<Values> extends GeneratedField {
  decodeWindow(index: number, start: number, count: number, out: Values): number;
  decodeWindowAsync(index: number, start: number, count: number, out: Values): Promise<number>;
}

/** A waveform field of an open dataset. */
export type GeneratedWaveform = WindowField<Samples>;

/** The array types of stored samples. */
export type Samples = Int16Array | Int32Array | Float32Array;

/** An open dataset. */
export interface GeneratedDataset extends Disposable {
  readonly recordCount: number;
  toRecord(index: number): Record<string, unknown>;
  toRecordAsync(index: number): Promise<Record<string, unknown>>;
}

/** A dataset's writer. */
export interface GeneratedWriter extends Disposable {
  append(record: Readonly<Record<string, unknown>>): number;
  finish(): void;
}

/** The part of a module for one dataset. */
export interface GeneratedModule {
  open(source: StorageSource, options?: OpenOptions): GeneratedDataset;
  openAsync(blob: Blob, options?: OpenOptions): Promise<GeneratedDataset>;
  createWriter(path: string, options?: WriterOptions): GeneratedWriter;
}

/** The part of an imported module for the dataset called `name`. */
export function generatedModule(
  exported: Readonly<Record<string, unknown>>,
  name: string,
): GeneratedModule {
  const names = datasetNames(name);
  const parts = {
    open: exported[names.open],
    openAsync: exported[names.openAsync],
    createWriter: exported[names.createWriter],
  };
  for (const [part, value] of Object.entries(parts)) {
    if (typeof value !== "function") throw new Error(`The module of ${name} has no ${part}`);
  }
  return parts as unknown as GeneratedModule;
}

/** The field with this name. */
export function fieldOf(dataset: GeneratedDataset, name: string): GeneratedField {
  return (dataset as unknown as Record<string, GeneratedField>)[name]!;
}
