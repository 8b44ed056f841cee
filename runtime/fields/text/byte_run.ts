import type { ByteRunBatch } from "./byte_run_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { BytesField, TextField } from "./byte_run_field.ts";
import type { FieldReader, MetadataValue, RecordFault } from "../kind/kind.ts";

/** Reads `text` and `bytes` reflectively, through the same fields that generated modules use. */
export class ByteRunReader implements FieldReader {
  readonly name: string;
  readonly kind: string;
  readonly #field: TextField | BytesField;
  readonly #valueFault: ((bytes: Uint8Array) => RecordFault) | undefined;

  constructor(
    kind: string,
    field: TextField | BytesField,
    valueFault?: (bytes: Uint8Array) => RecordFault,
  ) {
    this.name = field.name;
    this.kind = kind;
    this.#field = field;
    this.#valueFault = valueFault;
  }

  metadata(index: number): Record<string, MetadataValue> {
    const { metadata } = this.#field;
    return { dataPtr: metadata.dataPtr(index), byteLength: metadata.byteLength(index) };
  }

  extent(index: number): { position: number; length: number } {
    return this.#field.metadata.extent(index);
  }

  length(index: number): number {
    return this.#field.metadata.byteLength(index);
  }

  width(): number {
    return 0;
  }

  decode(index: number): string | Uint8Array {
    return this.#field.decode(index);
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return { shape: [batchSize], dtype: this.kind, byteLength: 0 };
  }

  allocateBatch(
    batchSize: number,
    options: NoBatchOptions = {},
  ): ByteRunBatch<string> | ByteRunBatch<Uint8Array> {
    return this.#field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: ByteRunBatch<never>): void {
    this.#field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: ByteRunBatch<never>): Promise<void> {
    return this.#field.decodeBatchAsync(indices, batch);
  }

  /** The stored bytes of record `index`, in memory of their own. */
  bytes(index: number): Uint8Array<ArrayBuffer> {
    return this.#field.bytes(index);
  }

  prefetch(indices: Indices): Promise<Disposable | undefined> {
    return this.#field.prefetch(indices);
  }

  fault(index: number): RecordFault {
    if (this.#field.metadata.padding(index) !== 0) return "metadata-padding";
    return this.#valueFault?.(this.#field.bytes(index));
  }
}

/** Writes a run of bytes and its metadata record. */
export function writeByteRun(bytes: Uint8Array, slot: FieldSlot): void {
  slot.write(bytes);
  slot.metadata.setUint32(8, bytes.length, true);
  slot.length = bytes.length;
}
