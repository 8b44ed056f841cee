import { loadKernels } from "../../../kernels/kernel_modules.ts";
import { readError } from "../../batch/read_error.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { kernelsFor } from "./kernels_for.ts";

/** A field of an open file whose values are payloads: where they lie, and what loading one takes. */
export abstract class PayloadField {
  /** The field's name in the schema. */
  readonly name: string;
  /** The open file. */
  protected readonly file: AfdFile;
  readonly #fieldIndex: number;

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    this.name = file.ir.fields[fieldIndex]?.name ?? "";
    this.file = file;
    this.#fieldIndex = fieldIndex;
  }

  /**
   * Where the payload of record `index` lies in the file.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when that is outside the payload region.
   */
  abstract extent(index: number): ByteRange;

  /** The value of record `index`, in memory of its own. */
  abstract decode(index: number): unknown;

  /** {@link decode} for asynchronous storage. */
  async decodeAsync(index: number): Promise<ReturnType<this["decode"]>> {
    using _lease = await this.prefetch([index]);
    return this.decode(index) as ReturnType<this["decode"]>;
  }

  /**
   * Loads the metadata of these records, for asynchronous storage.
   *
   * @ignore
   */
  protected abstract prefetchMetadata(indices: Indices): Promise<undefined>;

  /**
   * Loads whole records, for asynchronous storage; they can be decoded until the lease is disposed
   * of.
   */
  async prefetch(indices: Indices): Promise<Disposable | undefined> {
    const kernels = loadKernels(kernelsFor(this.file.ir.fields[this.#fieldIndex]!));
    await Promise.all([kernels, this.prefetchMetadata(indices)]);
    return await this.file.prefetch(
      Array.from({ length: indices.length }, (_, row) => this.extent(indices[row]!)),
    );
  }

  /**
   * A range of the file that belongs to a record, in memory of its own.
   *
   * @ignore
   */
  protected copied(record: number, { position, length }: ByteRange): Block {
    const block = Block.allocate(length);
    try {
      this.file.copy(position, length, block, 0);
    } catch (cause) {
      throw this.decodeError(cause, record);
    }
    return block;
  }

  /** The error for a record that lies outside the payload region. */
  protected extentError(record: number, position: number, length: number): Error {
    return this.file.extentError({ field: this.name, record, position, length });
  }

  /** Adds the field and record to a checksum error; returns other errors unchanged. */
  protected decodeError(cause: unknown, record: number): unknown {
    return readError(cause, { field: this.name, record });
  }
}
