import { decodable } from "../../../hosts/mod.ts";
import { ByteRunBatch } from "./byte_run_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import { checkOptions } from "../../../errors/check_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { PayloadField } from "../kind/payload_field.ts";
import { uint53Of } from "../../container/uint53.ts";

/** Metadata of a text or bytes field: records of 16 bytes. */
export class ByteRunMetadata {
  readonly #table: Table<StructPage>;

  /** Created by {@link ByteRunField}. */
  constructor(file: AfdFile, fieldIndex: number) {
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
  }

  /** Loads the metadata of these records, for asynchronous storage. */
  prefetch(indices: Indices): Promise<undefined> {
    return this.#table.prefetch(indices);
  }

  /** Byte offset of the payload in the file. */
  dataPtr(index: number): number {
    const { words } = this.#table.page(index);
    const word = (index & pageMask) * 4;
    return uint53Of(words, word);
  }

  /** Bytes of the payload. */
  byteLength(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 4 + 2]!;
  }

  /** The unused last member, zero in a valid file. */
  padding(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 4 + 3]!;
  }
}

/** A field whose payload is a plain run of bytes; nothing about it depends on the schema. */
export abstract class ByteRunField<Value extends string | Uint8Array> extends PayloadField {
  /** Accessors for the metadata records. */
  readonly metadata: ByteRunMetadata;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    super(file, fieldIndex);
    this.metadata = new ByteRunMetadata(file, fieldIndex);
  }

  /** Makes a value of a record's bytes, which it may keep. */
  protected abstract value(bytes: Uint8Array): Value;

  /**
   * The value of record `index`, in memory of its own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): Value {
    return this.value(this.bytes(index));
  }

  /**
   * Where the bytes of record `index` lie in the file.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when that is outside the payload region.
   */
  override extent(index: number): ByteRange {
    const [position, length] = [this.metadata.dataPtr(index), this.metadata.byteLength(index)];
    if (!this.file.holds(position, length)) throw this.extentError(index, position, length);
    return { position, length };
  }

  /** The stored bytes of record `index`, in memory of their own. */
  bytes(index: number): Uint8Array<ArrayBuffer> {
    return this.copied(index, this.extent(index)).bytes;
  }

  /**
   * Memory for batches of up to `batchSize` records; it grows to fit the longest batch. There are
   * no options.
   */
  allocateBatch(batchSize: number, options: NoBatchOptions = {}): ByteRunBatch<Value> {
    const field = this.name;
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known: {} });
    return new ByteRunBatch(this.file, batchSize);
  }

  /** Decodes the records at `indices` into `batch.values`. */
  decodeBatch(indices: Indices, batch: ByteRunBatch<Value>): void {
    ByteRunBatch.check(batch, this.name);
    batch.begin(indices.length);
    const { lengths, positions, values } = batch;
    let total = 0;
    for (let row = 0; row < indices.length; row++) {
      const { position, length } = this.extent(indices[row]!);
      positions[row] = position;
      lengths[row] = length;
      total += length;
    }
    const block = batch.blockFor(total);
    let offset = 0;
    let row = 0;
    try {
      for (; row < indices.length; row++) {
        const length = lengths[row]!;
        this.file.copy(positions[row]!, length, block, offset);
        values[row] = this.value(block.bytes.subarray(offset, offset + length));
        offset += length;
      }
    } catch (cause) {
      throw this.decodeError(cause, indices[row]!);
    }
  }

  /** {@link decodeBatch} for asynchronous storage. */
  async decodeBatchAsync(indices: Indices, batch: ByteRunBatch<Value>): Promise<void> {
    using _lease = await this.prefetch(indices);
    this.decodeBatch(indices, batch);
  }

  /** @ignore */
  protected override prefetchMetadata(indices: Indices): Promise<undefined> {
    return this.metadata.prefetch(indices);
  }
}

// A byte order mark is text like any other, so it is kept.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A `text` field in an open file. */
export class TextField extends ByteRunField<string> {
  /** The text of a record's UTF-8, including any byte order mark. */
  protected override value(bytes: Uint8Array): string {
    return decoder.decode(decodable(bytes));
  }
}

/** A `bytes` field in an open file; batches hold views that the next decoding overwrites. */
export class BytesField extends ByteRunField<Uint8Array> {
  /** The bytes themselves, not copied. */
  protected override value(bytes: Uint8Array): Uint8Array {
    return bytes;
  }
}

/** A field of either kind. */
export type AnyByteRunField = TextField | BytesField;
