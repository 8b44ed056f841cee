import { fieldKind, lookupForm } from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import type { FieldEntry, FieldTotals } from "../../runtime/container/directory.ts";
import type { FieldReader } from "../../runtime/fields/kind/kind.ts";
import type { StoredColumn } from "../../runtime/output/stored_run.ts";
import type { ByteRange } from "../../runtime/storage/storage.ts";

const nowhere: ByteRange = { position: 0, length: 0 };

/** One field of records that are copied: their metadata, and the totals over them. */
export class StoredColumnReader {
  /** Whether records have a payload of this field. */
  readonly hasPayload: boolean;
  readonly #file: AfdFile;
  readonly #entry: FieldEntry;
  readonly #reader: FieldReader;
  readonly #textOf: ((record: number) => string) | undefined;
  #first = 0;
  #record = -1;
  #extent = nowhere;
  #totals: FieldTotals = noTotals();

  constructor(
    file: AfdFile,
    { fieldIndex, reader, textOf = (record) => String(reader.decode(record)) }: {
      fieldIndex: number;
      reader: FieldReader;
      /** The value of a record, for fields with a lookup part. */
      textOf?: ((record: number) => string) | undefined;
    },
  ) {
    const field = file.ir.fields[fieldIndex]!;
    this.hasPayload = fieldKind(field.kind)!.hasPayload;
    this.#file = file;
    this.#entry = file.entry(fieldIndex);
    this.#reader = reader;
    this.#textOf = lookupForm(field) === undefined ? undefined : textOf;
  }

  /** Begins a run. */
  begin(first: number): void {
    this.#first = first;
    this.#totals = noTotals();
  }

  /**
   * Where a record's payload lies.
   *
   * @throws {IntegrityError} when that is outside the payload region.
   */
  extent(record: number): ByteRange {
    if (record !== this.#record) {
      this.#extent = this.#reader.extent(record) ?? nowhere;
      this.#record = record;
    }
    return this.#extent;
  }

  /** Adds a record to the totals. */
  keep(record: number): void {
    const { length: bytes } = this.hasPayload ? this.extent(record) : nowhere;
    const length = this.#reader.length(record);
    const width = this.#reader.width(record);
    const totals = this.#totals;
    totals.maxWidth = Math.max(totals.maxWidth, width);
    totals.totalBytes += bytes;
    totals.maxBytes = Math.max(totals.maxBytes, bytes);
    totals.totalLength += length;
    totals.maxLength = Math.max(totals.maxLength, length);
  }

  /** The first `count` records of the run. */
  taken(count: number): StoredColumn {
    const { tableOffset, itemSize } = this.#entry;
    const [first, textOf] = [this.#first, this.#textOf];
    const bytes = this.#file.view(tableOffset + first * itemSize, count * itemSize);
    return {
      // A copy, since the writer changes it.
      metadata: bytes.slice(),
      totals: this.#totals,
      textOf: textOf && ((row) => textOf(first + row)),
    };
  }
}

function noTotals(): FieldTotals {
  return { maxWidth: 0, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 };
}
