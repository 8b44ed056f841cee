import type { IntegrityError } from "../../errors/mod.ts";
import type { ExportingBatch } from "../batch/batch_exports.ts";
import type { ChecksumMode } from "../container/block_checksums.ts";
import type { Indices } from "../container/indices.ts";
import type { KeptRange } from "../container/kept_ranges.ts";
import type { CategoryFile } from "../fields/category/categories.ts";
import type { ByteRange, Storage } from "../storage/storage.ts";
import type { StartWorker } from "./worker_thread.ts";

/** What a loader needs from an open file: tables, lookup parts, and how other threads can read it. */
export interface ReadableFile extends CategoryFile {
  /** SHA-256 of the schema's canonical JSON, as 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** What tells this dataset from all others, as 64 hexadecimal digits. */
  readonly identity: string;
  /** The bytes themselves. */
  readonly storage: Storage;
  /** When blocks are compared with their checksums. */
  readonly checksums: ChecksumMode;
  /** The part that batches and filters choose from, if not all records. */
  readonly split?: string | undefined;
  /** Fetches ranges from asynchronous storages, which are in memory from then on. */
  keep(ranges: readonly ByteRange[]): Promise<void>;
  /**
   * What {@link keep} fetched, in memory that threads share, if they can.
   *
   * @ignore
   */
  shareKept(): readonly KeptRange[];
  /** Whether a payload's bytes lie inside the payload region. */
  holds(position: number, length: number): boolean;
  /** The error for a metadata record whose payload lies elsewhere. */
  extentError(
    extent: { field: string; record: number; position: number; length: number },
  ): IntegrityError;
  /** Which blocks any thread has compared with their checksums, in memory that threads share. */
  shareCompared(): SharedArrayBuffer | undefined;
}

/**
 * What a loader needs from a field; generated fields and reflective readers provide it. Declared as
 * methods, not as properties, because each field takes only batches of its own class.
 */
export interface LoadableField {
  /** Memory for batches of up to `batchSize` records. */
  allocateBatch(batchSize: number, options?: never): ExportingBatch;
  /** Decodes the records at `indices`. */
  decodeBatch(indices: Indices, batch: never): void;
  /** The same for asynchronous storages. */
  decodeBatchAsync(indices: Indices, batch: never): Promise<void>;
  /** Decodes a window of each record. */
  decodeWindowBatch?(indices: Indices, starts: Indices, count: number, batch: never): void;
  /** The same for asynchronous storages; fields have both or neither. */
  decodeWindowBatchAsync?(
    indices: Indices,
    starts: Indices,
    count: number,
    batch: never,
  ): Promise<void>;
  /**
   * Loads records for asynchronous storages; without any, what members of the kind `"lazy"` are made
   * from.
   */
  prefetch?(indices: Indices): Promise<Disposable | undefined>;
  /** Makes a member of the kind `"lazy"` from the others; for a batch that a worker decoded. */
  lazyMember?(member: string, batch: never): unknown;
}

/** The fields of a dataset, by name. */
export type LoadableFields = Readonly<Record<string, LoadableField>>;

/** An open dataset that batches are loaded from. */
export interface LoadableDataset<Fields extends LoadableFields = LoadableFields> {
  /** The open file. */
  readonly file: ReadableFile;
  /** Its fields. */
  readonly fields: Fields;
  /** Where workers import its class from; without it, they read by the file's schema. */
  readonly module?: GeneratedModule;
  /** Starts the threads that decode, if the host has threads. */
  readonly startWorker?: StartWorker;
}

/** A generated module. */
export interface GeneratedModule {
  /** The URL to import it from. */
  readonly url: string;
  /** The name of the dataset's class, which takes an open file. */
  readonly dataset: string;
}
