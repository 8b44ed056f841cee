import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { CodedBatch } from "./coded_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { type ChunkGrid, chunkGrid, chunksOf } from "./chunks.ts";
import { CodedField } from "./coded_field.ts";
import type { CodedFieldOptions } from "./track_field.ts";

/** What a schema says about a chunked field, as far as readers need it. */
export interface ChunkedFieldOptions extends CodedFieldOptions {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Seconds in a chunk. */
  readonly chunkSeconds: number;
  /** Seconds from the start of one chunk to the start of the next. */
  readonly hopSeconds: number;
}

/** A chunk, found by its number among all chunks of a file. */
export interface ChunkPlace {
  /** Its record. */
  readonly record: number;
  /** Its number among that record's chunks. */
  readonly chunk: number;
  /** Its first sample. */
  readonly start: number;
  /** How many of its samples belong to the recording; the rest of the chunk is padding. */
  readonly samples: number;
}

/**
 * A field of long recordings that are read in chunks. A recording is stored once, as one stream:
 * chunks are windows of it, which may overlap. Chunks are numbered within their record, and also
 * through the whole file, as if each were a record of its own.
 */
export class ChunkedField<Samples extends StoredSamples = StoredSamples>
  extends CodedField<Samples> {
  /** Samples in a chunk. */
  readonly chunkSamples: number;
  /** Samples from the start of one chunk to the start of the next. */
  readonly hopSamples: number;
  readonly #grid: ChunkGrid;
  /**
   * The number of each record's first chunk, followed by the number of all chunks; computed on
   * first use.
   */
  #firstChunks: Float64Array | undefined;

  /** Created when a dataset is opened. */
  constructor(file: AfdFile, fieldIndex: number, options: ChunkedFieldOptions) {
    super(file, fieldIndex, options);
    this.#grid = chunkGrid(options);
    this.chunkSamples = this.#grid.chunkSamples;
    this.hopSamples = this.#grid.hopSamples;
  }

  /** The number of chunks in record `index`; 0 for an empty recording. */
  chunkCount(index: number): number {
    return chunksOf(this.metadata.numSamples(index), this.#grid);
  }

  /** The number of chunks in all records. On first use, it reads every record's metadata. */
  get totalChunks(): number {
    return this.#numbers()[this.file.recordCount]!;
  }

  /** The number of record `index`'s first chunk among all chunks of the file. */
  firstChunk(index: number): number {
    this.metadata.numSamples(index);
    return this.#numbers()[index]!;
  }

  /**
   * Where to find the chunk with this number among all chunks of the file.
   *
   * @throws {UsageError} when there is no such chunk.
   */
  locateChunk(number: number): ChunkPlace {
    const numbers = this.#numbers();
    const total = this.totalChunks;
    if (!Number.isSafeInteger(number) || number < 0 || number >= total) {
      throw new UsageError(
        `Cannot decode chunk ${number} of "${this.name}": the file has ${counted(total, "chunk")}`,
        {
          code: "no-such-chunk",
          file: this.file.name,
          field: this.name,
          found: number,
          wanted: total,
        },
      );
    }
    let [record, end] = [0, this.file.recordCount];
    while (end - record > 1) {
      const middle = (record + end) >>> 1;
      if (numbers[middle]! <= number) record = middle;
      else end = middle;
    }
    return this.#place(record, number - numbers[record]!);
  }

  /** All chunks of the file in order, or those of one record. */
  *chunks(index?: number): Generator<ChunkPlace, void, undefined> {
    const first = index ?? 0;
    const end = index === undefined ? this.file.recordCount : index + 1;
    for (let record = first; record < end; record++) {
      const count = this.chunkCount(record);
      for (let chunk = 0; chunk < count; chunk++) yield this.#place(record, chunk);
    }
  }

  /**
   * Decodes chunk `chunk` of record `index` to `out`, of shape (chunkSamples, channels); anything
   * past the recording's end becomes zero.
   *
   * @returns how many samples per channel belong to the recording.
   * @throws {UsageError} when there is no such record or chunk, or `out` is too small.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeChunk(index: number, chunk: number, out: Samples | Float32Array): number {
    return this.decodeWindow(index, this.#start(index, chunk), this.chunkSamples, out);
  }

  /** {@link decodeChunk} for asynchronous storage. */
  async decodeChunkAsync(
    index: number,
    chunk: number,
    out: Samples | Float32Array,
  ): Promise<number> {
    await this.metadata.prefetch([index]);
    return await this.decodeWindowAsync(index, this.#start(index, chunk), this.chunkSamples, out);
  }

  /**
   * Decodes the chunks with these numbers, among all chunks of the file, to `batch.data`, of shape
   * (chunks, chunkSamples, channels); `batch.lengths` says how many samples of each belong to its
   * recording.
   *
   * @throws {UsageError} when there is no such chunk, or the batch is too small.
   * @throws {IntegrityError} when bytes fail a checksum or are invalid.
   */
  decodeChunkBatch(
    chunks: Indices,
    batch: CodedBatch<Samples> | CodedBatch<Float32Array>,
  ): void {
    const { records, starts } = this.#locateAll(chunks);
    this.decodeWindowBatch(records, starts, this.chunkSamples, batch);
  }

  /** {@link decodeChunkBatch} for asynchronous storage. */
  async decodeChunkBatchAsync(
    chunks: Indices,
    batch: CodedBatch<Samples> | CodedBatch<Float32Array>,
  ): Promise<void> {
    if (this.#firstChunks === undefined) {
      await this.metadata.prefetch(Array.from({ length: this.file.recordCount }, (_, i) => i));
    }
    const { records, starts } = this.#locateAll(chunks);
    await this.decodeWindowBatchAsync(records, starts, this.chunkSamples, batch);
  }

  /** Batches have room for chunks; whole recordings need a larger `maxSamples`. */
  protected override get longest(): number {
    return this.chunkSamples;
  }

  #start(index: number, chunk: number): number {
    const count = this.chunkCount(index);
    if (Number.isSafeInteger(chunk) && chunk >= 0 && chunk < count) return chunk * this.hopSamples;
    throw new UsageError(
      `Cannot decode chunk ${chunk} of "${this.name}" of record ${index}: the record has ${
        counted(count, "chunk")
      }`,
      {
        code: "no-such-chunk",
        file: this.file.name,
        field: this.name,
        record: index,
        found: chunk,
        wanted: count,
      },
    );
  }

  #place(record: number, chunk: number): ChunkPlace {
    const start = chunk * this.hopSamples;
    const left = this.metadata.numSamples(record) - start;
    return { record, chunk, start, samples: Math.min(left, this.chunkSamples) };
  }

  #locateAll(chunks: Indices): { records: Uint32Array; starts: Float64Array } {
    const records = new Uint32Array(chunks.length);
    const starts = new Float64Array(chunks.length);
    for (let row = 0; row < chunks.length; row++) {
      const place = this.locateChunk(chunks[row]!);
      records[row] = place.record;
      starts[row] = place.start;
    }
    return { records, starts };
  }

  #numbers(): Float64Array {
    if (this.#firstChunks !== undefined) return this.#firstChunks;
    const numbers = new Float64Array(this.file.recordCount + 1);
    for (let record = 0; record < this.file.recordCount; record++) {
      numbers[record + 1] = numbers[record]! + this.chunkCount(record);
    }
    return this.#firstChunks = numbers;
  }
}
