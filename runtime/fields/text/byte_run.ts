import type { AfdFile } from "../../container/afd_file.ts";
import { readError } from "../../batch/read_error.ts";
import type { ByteRunBatch } from "./byte_run_batch.ts";
import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { AnyByteRunField } from "./byte_run_field.ts";
import { DelegatingReader } from "../kind/delegating_reader.ts";
import type { MetadataValue, RecordFault } from "../kind/kind.ts";

/** The batches of both fields, which readers don't tell apart. */
type AnyByteRunBatch = ByteRunBatch<string> | ByteRunBatch<Uint8Array>;

/** Reads `text` and `bytes` reflectively, through the same fields that generated modules use. */
export class ByteRunReader
  extends DelegatingReader<AnyByteRunBatch, NoBatchOptions, string | Uint8Array, AnyByteRunField> {
  readonly #file: Pick<AfdFile, "view">;
  readonly #valueFault: ((bytes: Uint8Array) => RecordFault) | undefined;

  constructor(
    kind: string,
    field: AnyByteRunField,
    { file, valueFault }: {
      readonly file: Pick<AfdFile, "view">;
      readonly valueFault?: (bytes: Uint8Array) => RecordFault;
    },
  ) {
    super(kind, field);
    this.#file = file;
    this.#valueFault = valueFault;
  }

  /** The stored bytes of record `index`, valid until the file is read again or closed. */
  #borrowed(index: number): Uint8Array<ArrayBuffer> {
    const { position, length } = this.extent(index);
    try {
      return this.#file.view(position, length);
    } catch (cause) {
      throw readError(cause, { field: this.field.name, record: index });
    }
  }

  override metadata(index: number): Record<string, MetadataValue> {
    const { metadata } = this.field;
    return { dataPtr: metadata.dataPtr(index), byteLength: metadata.byteLength(index) };
  }

  override extent(index: number): { position: number; length: number } {
    return this.field.extent(index);
  }

  override length(index: number): number {
    return this.field.metadata.byteLength(index);
  }

  override width(): number {
    return 0;
  }

  override declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return { shape: [batchSize], dtype: this.kind, byteLength: 0 };
  }

  /** The stored bytes of record `index`, in memory of their own. */
  bytes(index: number): Uint8Array<ArrayBuffer> {
    return this.field.bytes(index);
  }

  override fault(index: number): RecordFault {
    if (this.field.metadata.padding(index) !== 0) return "metadata-padding";
    return this.#valueFault?.(this.#borrowed(index));
  }
}

/** Writes a run of bytes and its metadata record. */
export function writeByteRun(bytes: Uint8Array, slot: FieldSlot): void {
  slot.write(bytes);
  slot.metadata.setUint32(8, bytes.length, true);
  slot.length = bytes.length;
}
