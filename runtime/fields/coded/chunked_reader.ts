import type { CodedBatch } from "./coded_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { ChunkedField, ChunkPlace } from "./chunked_field.ts";
import type { FieldReader } from "../kind/kind.ts";
import { CodedReader, type CodedReaderParts } from "./coded_reader.ts";

/** A reader of a chunked field: by samples, and by chunks. */
export type ChunkedFieldReader =
  & FieldReader
  & Pick<
    ChunkedField,
    | "chunkSamples"
    | "hopSamples"
    | "totalChunks"
    | "chunkCount"
    | "firstChunk"
    | "locateChunk"
    | "chunks"
    | "decodeChunk"
    | "decodeChunkAsync"
    | "decodeChunkBatch"
    | "decodeChunkBatchAsync"
  >;

/** Reads chunked audio reflectively, as {@link CodedReader} does, and also by chunks. */
export class ChunkedReader extends CodedReader<ChunkedField> implements ChunkedFieldReader {
  /** Samples in a chunk. */
  readonly chunkSamples: number;
  /** Samples from the start of one chunk to the start of the next. */
  readonly hopSamples: number;

  constructor(kind: string, parts: CodedReaderParts<ChunkedField>) {
    super(kind, parts);
    this.chunkSamples = parts.field.chunkSamples;
    this.hopSamples = parts.field.hopSamples;
  }

  /** See {@link ChunkedField.totalChunks}. */
  get totalChunks(): number {
    return this.field.totalChunks;
  }

  /** See {@link ChunkedField.chunkCount}. */
  chunkCount(index: number): number {
    return this.field.chunkCount(index);
  }

  /** See {@link ChunkedField.firstChunk}. */
  firstChunk(index: number): number {
    return this.field.firstChunk(index);
  }

  /** See {@link ChunkedField.locateChunk}. */
  locateChunk(number: number): ChunkPlace {
    return this.field.locateChunk(number);
  }

  /** See {@link ChunkedField.chunks}. */
  chunks(index?: number): Generator<ChunkPlace, void, undefined> {
    return this.field.chunks(index);
  }

  /** See {@link ChunkedField.decodeChunk}. */
  decodeChunk(index: number, chunk: number, out: StoredSamples): number {
    return this.field.decodeChunk(index, chunk, out);
  }

  /** See {@link ChunkedField.decodeChunkAsync}. */
  decodeChunkAsync(index: number, chunk: number, out: StoredSamples): Promise<number> {
    return this.field.decodeChunkAsync(index, chunk, out);
  }

  /** See {@link ChunkedField.decodeChunkBatch}. */
  decodeChunkBatch(chunks: Indices, batch: CodedBatch): void {
    this.field.decodeChunkBatch(chunks, batch);
  }

  /** See {@link ChunkedField.decodeChunkBatchAsync}. */
  decodeChunkBatchAsync(chunks: Indices, batch: CodedBatch): Promise<void> {
    return this.field.decodeChunkBatchAsync(chunks, batch);
  }
}
