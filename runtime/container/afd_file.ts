import { IntegrityError, UsageError } from "../../errors/mod.ts";
import { type DatasetIr, fingerprintOf, sha256Hex } from "../../schema/reading.ts";
import type { Block } from "../storage/block.ts";
import { openStorage, type StorageSource } from "../storage/open_storage.ts";
import type { ShardFacts } from "../storage/pieces.ts";
import type { ByteRange, GapFiller, Storage } from "../storage/storage.ts";
import type { Tile } from "../storage/tile.ts";
import { mustWait } from "../storage/arriving_bytes.ts";
import { ArrivingChecksums } from "./arriving_checksums.ts";
import { BlockChecksums, type ChecksumMode } from "./block_checksums.ts";
import type { ByteSource } from "./byte_source.ts";
import { FileSums } from "./file_sums.ts";
import { agreesWithSchema } from "./agrees_with_schema.ts";
import { checkSplit } from "./check_split.ts";
import { checkTotals } from "./check_totals.ts";
import { payloadsElsewhere, preambleBytes } from "./constants.ts";
import type { Directory, FieldEntry, LookupEntry } from "./directory.ts";
import { datasetIdentity } from "./identity.ts";
import { type KeptRange, KeptRanges } from "./kept_ranges.ts";
import { checkOpenOptions, type OpenOptions } from "./open_options.ts";
import { checkPreamble, indexFile } from "./preamble.ts";
import { type Provenance, readProvenance } from "./provenance.ts";
import { readSchema, readTail } from "./read_tail.ts";
import type { Trailer } from "./trailer.ts";

export { checkOpenOptions, type OpenOptions } from "./open_options.ts";

export type { ByteSource } from "./byte_source.ts";

/**
 * An open `.afd` file, or a dataset of many: its schema, where its tables are, and bounds-checked, checksummed access to
 * its bytes. Opening reads the preamble and the last few kilobytes, whatever the file's size.
 */
export class AfdFile implements ByteSource, Disposable {
  /** The path of the file or folder, or the `File`'s name; `(memory)` or `(blob)` for bytes without one. */
  readonly name: string;
  /** The schema that the file carries. */
  readonly ir: DatasetIr;
  /** SHA-256 of the schema's canonical JSON, as 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** The file's last 64 bytes. */
  readonly trailer: Trailer;
  /** SHA-256 of the tail, which holds the checksums of everything else, as 64 hexadecimal digits. */
  readonly checksum: string;
  /** Where tables, checksums and schema lie, and each field's totals. */
  readonly directory: Directory;
  /** Where the values of its fields come from, by field name; empty if the file doesn't say. */
  readonly provenance: Provenance;
  /** The bytes themselves; reading them here skips the checksums. */
  readonly storage: Storage;
  /** When blocks are compared with their checksums. */
  readonly checksums: ChecksumMode;
  /** The part that batches and filters choose from, if not all records. */
  readonly split: string | undefined;
  readonly #checksums: BlockChecksums;
  /** Of a single file; those of a dataset of many files are read without waiting. */
  readonly #sums: FileSums | undefined;
  readonly #kept = new KeptRanges();
  #identity: string | undefined;
  #closed = false;
  /** Where the file begins in the storage: the index of a dataset of many lies after all payloads. */
  #start = 0;
  /** Whether the preamble was checked: storages that must wait may not have it when they are opened. */
  #isBeginningChecked = false;

  /**
   * Opens a file. A storage passed in belongs to the file from then on: it is closed with the file,
   * or if opening fails.
   *
   * @throws {FileError} when the file can't be read.
   * @throws {FormatError} when it isn't an audiofield file, or was cut short.
   * @throws {IntegrityError} when its tail fails its checksum or contradicts itself.
   * @throws {UsageError} `"no-such-split"` when it doesn't have the split.
   */
  constructor(source: StorageSource | Storage, options: OpenOptions = {}) {
    checkOpenOptions(options);
    this.checksums = options.checksums ?? "first-touch";
    this.storage = isStorage(source) ? source : openStorage(source, options.storage);
    try {
      const { storage } = this;
      this.name = storage.name;
      // The index of a dataset of many files lies after all payloads.
      const start = storage.pieces?.indexStart ?? 0;
      this.#start = start;
      this.#checkBeginning();
      const { trailer, directory, tail } = readTail(storage, start);
      // Before the preamble is there to say so.
      const isKnown = start !== 0 || this.#isBeginningChecked;
      if (!isKnown && directory.identity !== undefined) throw indexFile(this.name);
      this.trailer = trailer;
      this.directory = directory;
      const { irOffset, irLength } = this.directory;
      if (irOffset !== trailer.tailOffset || irLength > tail.length) throw this.#contradiction();
      this.ir = readSchema(tail.subarray(0, irLength), this.name, options.ir);
      this.fingerprint = fingerprintOf(this.ir);
      if (!agreesWithSchema(this, start)) throw this.#contradiction();
      checkTotals(this.directory, { ir: this.ir, file: this.name });
      this.split = options.split;
      if (this.split !== undefined) checkSplit(this, this.split);
      this.provenance = readProvenance(tail, this);
      this.checksum = sha256Hex(tail);
      const end = directory.checksumOffset;
      if (storage.pieces === undefined) {
        this.#sums = new FileSums(storage, { end, sums: directory.checksumsOfChecksums });
      }
      const checks = { end, sums: this.#sums ?? storage.pieces!.sums, mode: this.checksums };
      this.#checksums = mustWait(storage)
        ? new ArrivingChecksums(storage, checks)
        : new BlockChecksums(storage, checks);
    } catch (cause) {
      this.storage[Symbol.dispose]();
      throw cause;
    }
  }

  /** Number of records in the file; they are numbered from 0. */
  get recordCount(): number {
    return this.directory.recordCount;
  }

  /** What tells this dataset from all others, as 64 hexadecimal digits: see {@link datasetIdentity}. */
  get identity(): string {
    return this.#identity ??= this.storage.pieces?.identity ?? datasetIdentity(this.fingerprint, [
      { checksum: this.checksum, records: this.recordCount },
    ]);
  }

  /** Bytes of the file, or of all files of a dataset of many. */
  get byteLength(): number {
    return this.storage.pieces?.fileBytes ?? this.storage.size;
  }

  /** The files that payloads lie in, in order; empty for a dataset that is one file. */
  get shards(): readonly ShardFacts[] {
    return this.storage.pieces?.shards ?? [];
  }

  /** What should be known about the dataset, as sentences for people; mostly empty. */
  get notes(): readonly string[] {
    return this.storage.pieces?.notes ?? [];
  }

  /** Whether {@link close} was called; reading fails from then on. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Keeps the list of checked blocks in shared memory, so that threads that read the same file
   * share it: in `given`, which this method returned in another thread, or in new memory.
   *
   * @returns that memory; nothing where threads can't share any.
   */
  shareCompared(given?: SharedArrayBuffer): SharedArrayBuffer | undefined {
    return this.#checksums.share(given);
  }

  /** The directory's entry for the field at `index` in the schema. */
  entry(index: number): FieldEntry {
    const entry = this.directory.fields[index];
    if (entry === undefined) throw new TypeError(`"${this.name}" has no field ${index}`);
    return entry;
  }

  /**
   * The directory's entry for the lookup part of the field at `fieldIndex` in the schema. The part lies
   * inside the file and is large enough for its entries; {@link view} and {@link prefetch} read it.
   */
  lookup(fieldIndex: number): LookupEntry {
    const entry = this.directory.lookups.find((lookup) => lookup.fieldIndex === fieldIndex);
    if (entry === undefined) {
      throw new TypeError(`Field ${fieldIndex} of "${this.name}" has no lookup`);
    }
    return entry;
  }

  /** Copies checked bytes into a block; the caller has checked the extent. */
  copy(position: number, length: number, block: Block, offset: number): void {
    if (length === 0) return;
    if (this.#closed) throw this.closedError();
    this.#checksums.ensure(position, length);
    this.storage.copy(position, length, block, offset);
  }

  /** Copies checked bytes into a tile; the caller has checked the extent. */
  bring(position: number, length: number, tile: Tile): void {
    if (length === 0) return;
    if (this.#closed) throw this.closedError();
    this.#checksums.ensure(position, length);
    this.storage.bring(position, length, tile);
  }

  /** Copies checked rows into a block, a `stride` apart; the caller has checked the extent. */
  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    if (this.#closed) throw this.closedError();
    if (rowBytes > 0) this.#checksums.ensure(position, rows * rowBytes);
    this.storage.copyRows(position, rowBytes, rows, block, offset, stride, gaps);
  }

  /**
   * The second step of an asynchronous read: fetches extents and their checksums, which can be read
   * until the lease is disposed of. Synchronous storages have nothing to fetch.
   */
  async prefetch(extents: readonly ByteRange[]): Promise<Disposable | undefined> {
    if (this.#closed) throw this.closedError();
    const { storage } = this;
    if (storage.prefetch === undefined) return undefined;
    const missing = this.#kept.missing(extents);
    const sums = this.checksums === "never" ? [] : this.#sums?.rangesFor(missing) ?? [];
    const lease = await storage.prefetch([...missing, ...sums]);
    try {
      if (!this.#isBeginningChecked) this.#checkBeginning();
      return lease;
    } catch (cause) {
      lease[Symbol.dispose]();
      throw cause;
    }
  }

  /**
   * Fetches ranges from asynchronous storages, and keeps them in memory for as long as the file is open,
   * so that {@link view} gives them without waiting. Synchronous storages have nothing to fetch.
   */
  async keep(ranges: readonly ByteRange[]): Promise<void> {
    if (this.storage.prefetch === undefined) return;
    const missing = this.#kept.missing(ranges).filter(({ length }) => length > 0);
    using _lease = await this.prefetch(missing);
    for (const { position, length } of missing) {
      this.#kept.keep(position, this.view(position, length).slice());
    }
  }

  /**
   * What {@link keep} fetched, in memory that threads share, if they can.
   *
   * @ignore
   */
  shareKept(): readonly KeptRange[] {
    return this.#kept.shared();
  }

  /**
   * Keeps ranges that another thread fetched, and checked.
   *
   * @ignore
   */
  takeKept(ranges: readonly KeptRange[]): void {
    for (const { position, bytes } of ranges) this.#kept.keep(position, bytes);
  }

  /** Checked bytes: a view valid until the file is closed, or a copy. */
  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    if (this.#closed) throw this.closedError();
    const kept = this.#kept.find(position, length);
    if (kept !== undefined) return kept;
    if (length > 0) this.#checksums.ensure(position, length);
    return this.storage.view(position, length);
  }

  /** Whether a payload's bytes lie inside the payload region. */
  holds(position: number, length: number): boolean {
    return position >= preambleBytes && position + length <= this.directory.payloadEnd;
  }

  /** The error for a metadata record whose payload lies outside the payload region. */
  extentError(
    { field, record, position, length }: {
      field: string;
      record: number;
      position: number;
      length: number;
    },
  ): IntegrityError {
    const { payloadEnd } = this.directory;
    return new IntegrityError(
      `Cannot read "${field}" of record ${record} in "${this.name}": its metadata places its ` +
        `payload at bytes ${position} to ${position + length}, but payloads lie at bytes ` +
        `${preambleBytes} to ${payloadEnd}`,
      { code: "extent", file: this.name, field, record, found: position + length },
    );
  }

  /** The error for reading after {@link AfdFile} was closed. */
  closedError(): UsageError {
    return new UsageError(`Cannot read "${this.name}": it was closed`, {
      code: "closed",
      file: this.name,
      hint: "open it again",
    });
  }

  /** Closes the file; batches made from it stay valid. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.storage[Symbol.dispose]();
  }

  /** {@link close}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Checks the preamble, if it can be read without waiting. */
  #checkBeginning(): void {
    const { storage } = this;
    const start = this.#start;
    const length = Math.min(storage.size - start, preambleBytes);
    if (mustWait(storage) && !storage.holds(start, length)) return;
    checkPreamble(storage.view(start, length), this.name, start === 0 ? 0 : payloadsElsewhere);
    this.#isBeginningChecked = true;
  }

  #contradiction(): IntegrityError {
    return new IntegrityError(
      `Cannot open "${this.name}": its directory contradicts its schema or its length`,
      { code: "directory", file: this.name, hint: "it wasn't written by a sound writer" },
    );
  }
}

function isStorage(source: StorageSource | Storage): source is Storage {
  return typeof source === "object" && source !== null && "counters" in source;
}
