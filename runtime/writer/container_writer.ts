import { FormatError, UsageError } from "../../errors/mod.ts";
import {
  type DatasetIr,
  fieldKind,
  fingerprintOf,
  irJson,
  type StructLayout,
} from "../../schema/mod.ts";
import {
  aligned,
  alignment,
  blockBytes,
  maxRecords,
  maxTailBytes,
} from "../container/constants.ts";
import { crc32 } from "../container/crc32.ts";
import {
  encodeDirectory,
  type FieldEntry,
  type FieldTotals,
  setUint53,
} from "../container/directory.ts";
import { encodePreamble } from "../container/preamble.ts";
import { encodeTrailer } from "../container/trailer.ts";
import { OutputFile } from "./output_file.ts";
import { Spool } from "./spool.ts";

/** Where a field encoder puts one record's part: metadata, payload, length and width. */
export interface FieldSlot {
  /** The field's name, for messages. */
  readonly field: string;
  /** The file being written, for messages. */
  readonly file: string;
  /** The record's index, for messages. */
  readonly record: number;
  /** The metadata record, zeroed; `data_ptr` is filled in when the record ends. */
  readonly metadata: DataView;
  /** Adds to the payload; fields of one record may be written in any order, piece by piece. */
  write(bytes: Uint8Array): void;
  /** What the totals and maxima count: samples per channel for audio, bytes for text. */
  length: number;
  /** Channels for audio; 0 where a kind has no width. */
  width: number;
}

interface Column {
  readonly name: string;
  readonly hasPayload: boolean;
  readonly config: Uint8Array;
  readonly typeId: number;
  readonly itemSize: number;
  readonly table: Spool;
  readonly totals: FieldTotals;
  readonly slot: Slot;
}

/**
 * Writes an `.afd` file record by record. Payloads go to the file in schema order: the first
 * field's as it comes, the others' held back until the fields before them are complete, so that
 * the same records give the same bytes in whatever order their parts arrive.
 */
export class ContainerWriter {
  /** The schema of what is written. */
  readonly ir: DatasetIr;
  readonly #output: OutputFile;
  readonly #columns: readonly Column[];
  #recordCount = 0;
  #recordStart = 0;
  #payloadEnd: number;
  #state: "open" | "in record" | "finished" = "open";

  /**
   * Begins a file, under another name until {@link finish} succeeds.
   *
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   */
  constructor(path: string, { ir, overwrite }: { ir: DatasetIr; overwrite?: boolean }) {
    this.ir = ir;
    this.#output = new OutputFile(path, overwrite === undefined ? {} : { overwrite });
    const streaming = ir.fields.findIndex((field) => hasPayload(field.kind));
    this.#columns = ir.fields.map((field, index): Column => {
      const kind = fieldKind(field.kind);
      if (kind === undefined) throw new TypeError(`No field kind "${field.kind}"`);
      const direct = index === streaming ? this.#output : undefined;
      return {
        name: field.name,
        hasPayload: hasPayload(field.kind),
        config: kind.toBinary(kind.resolve(field.options)),
        typeId: kind.typeId,
        itemSize: kind.layout.itemSize,
        table: new Spool(path),
        totals: { maxWidth: 0, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 },
        slot: new Slot({ file: path, field: field.name }, kind.layout, direct ?? new Spool(path)),
      };
    });
    this.#output.write(encodePreamble());
    this.#payloadEnd = this.#output.position;
  }

  /** The output's path. */
  get path(): string {
    return this.#output.path;
  }

  /** Records complete so far. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#output.position;
  }

  /** Sums and maxima of a field's payloads so far. */
  totals(fieldIndex: number): Readonly<FieldTotals> {
    return this.#column(fieldIndex).totals;
  }

  /** Begins a record; {@link slot}s are valid until it ends. */
  beginRecord(): void {
    if (this.#state !== "open") throw this.#misuse("begin a record", this.#state);
    if (this.#recordCount === maxRecords) {
      throw new FormatError(`Cannot add to "${this.path}": it holds ${maxRecords} records`, {
        code: "too-many-records",
        file: this.path,
        hint: "begin another file",
      });
    }
    this.#state = "in record";
    this.#recordStart = this.#output.position;
    this.#output.pad(alignment);
    for (const { slot } of this.#columns) slot.begin(this.#recordCount);
  }

  /** Where the field's part of the current record goes. */
  slot(fieldIndex: number): FieldSlot {
    if (this.#state !== "in record") throw this.#misuse("write a field", this.#state);
    return this.#column(fieldIndex).slot;
  }

  /** Completes the record. */
  endRecord(): void {
    if (this.#state !== "in record") throw this.#misuse("end a record", this.#state);
    // What can fail comes first, so that a record can still be dropped when the disk is full.
    const payloadEnd = this.#writePayloads();
    for (const { slot, table } of this.#columns) table.write(slot.metadataBytes);
    for (const { slot, totals } of this.#columns) {
      totals.maxWidth = Math.max(totals.maxWidth, slot.width);
      totals.totalBytes += slot.byteLength;
      totals.maxBytes = Math.max(totals.maxBytes, slot.byteLength);
      totals.totalLength += slot.length;
      totals.maxLength = Math.max(totals.maxLength, slot.length);
    }
    this.#payloadEnd = payloadEnd;
    this.#recordCount++;
    this.#state = "open";
  }

  /** Forgets the current record, as if it had never been begun. */
  dropRecord(): void {
    if (this.#state !== "in record") throw this.#misuse("drop a record", this.#state);
    this.#output.rollBack(this.#recordStart);
    for (const { table, itemSize, slot } of this.#columns) {
      table.truncate(this.#recordCount * itemSize);
      if (slot.sink instanceof Spool) slot.sink.truncate(0);
    }
    this.#state = "open";
  }

  /**
   * Writes the tables, checksums, schema and directory, syncs, and renames the file into place.
   *
   * @throws {FileError} when the disk is full; the output is then as it was before.
   */
  finish(): void {
    if (this.#state !== "open") throw this.#misuse("finish", this.#state);
    try {
      this.#writeRest();
      this.#output.commit();
    } catch (cause) {
      this.abort();
      throw cause;
    }
    this.#state = "finished";
    this.#disposeSpools();
  }

  /** Removes everything written; nothing happens after {@link finish}. */
  abort(): void {
    if (this.#state === "finished") return;
    this.#state = "finished";
    this.#output.abort();
    this.#disposeSpools();
  }

  /** Whether the writer was finished or aborted. */
  get closed(): boolean {
    return this.#state === "finished";
  }

  /** Writes what was held back, fills in each `data_ptr`, and returns where the last one ends. */
  #writePayloads(): number {
    let position = aligned(this.#recordStart);
    for (const { slot, hasPayload } of this.#columns) {
      if (!hasPayload) continue;
      position = aligned(position);
      if (slot.sink instanceof Spool) {
        this.#output.pad(alignment);
        slot.sink.drain((piece) => this.#output.write(piece));
      }
      setUint53(slot.metadata, 0, position);
      position += slot.byteLength;
    }
    return position;
  }

  #writeRest(): void {
    const output = this.#output;
    const tableOffsets = this.#columns.map(({ table }) => {
      output.pad(alignment);
      const offset = output.position;
      table.drain((piece) => output.write(piece));
      return offset;
    });
    output.pad(alignment);
    const checksumOffset = output.position;
    const sums = new Uint8Array(output.blockChecksums().buffer);
    output.write(sums);
    output.pad(alignment);

    const tail = new Tail(output.position);
    const ir = new TextEncoder().encode(irJson(this.ir));
    const irOffset = tail.add(ir);
    const fields = this.#columns.map((column, index): FieldEntry => ({
      typeId: column.typeId,
      itemSize: column.itemSize,
      tableOffset: tableOffsets[index] ?? 0,
      configOffset: tail.add(column.config),
      configLength: column.config.length,
      totals: column.totals,
    }));
    const directory = encodeDirectory({
      recordCount: this.#recordCount,
      fingerprint: hexBytes(fingerprintOf(this.ir)),
      payloadEnd: this.#payloadEnd,
      checksumOffset,
      irOffset,
      irLength: ir.length,
      fields,
      checksumsOfChecksums: checksumsOfChecksums(sums),
    });
    const directoryOffset = tail.add(directory);
    const bytes = tail.bytes();
    if (bytes.length > maxTailBytes) throw this.#schemaTooLarge(bytes.length);
    output.write(bytes);
    const trailerOffset = output.position;
    output.write(encodeTrailer({
      fileLength: trailerOffset + 64,
      tailOffset: irOffset,
      directoryOffset,
      directoryLength: directory.length,
      tailChecksum: crc32(bytes),
    }));
  }

  #column(fieldIndex: number): Column {
    const column = this.#columns[fieldIndex];
    if (column === undefined) throw new TypeError(`"${this.ir.name}" has no field ${fieldIndex}`);
    return column;
  }

  #disposeSpools(): void {
    for (const { table, slot } of this.#columns) {
      table[Symbol.dispose]();
      if (slot.sink instanceof Spool) slot.sink[Symbol.dispose]();
    }
  }

  #schemaTooLarge(found: number): FormatError {
    return new FormatError(
      `Cannot write "${this.path}": its schema and directory take ${found} bytes, more than ` +
        `${maxTailBytes}`,
      { code: "schema-too-large", file: this.path, found, wanted: maxTailBytes },
    );
  }

  #misuse(what: string, state: string): UsageError {
    return new UsageError(`Cannot ${what} of "${this.path}": the writer is ${state}`, {
      code: "writer-state",
      file: this.path,
      found: state,
    });
  }
}

class Slot implements FieldSlot {
  readonly file: string;
  readonly field: string;
  readonly metadataBytes: Uint8Array<ArrayBuffer>;
  readonly metadata: DataView;
  readonly sink: OutputFile | Spool;
  record = 0;
  length = 0;
  width = 0;
  byteLength = 0;

  constructor(
    { file, field }: { file: string; field: string },
    { itemSize }: StructLayout,
    sink: OutputFile | Spool,
  ) {
    this.file = file;
    this.field = field;
    this.metadataBytes = new Uint8Array(itemSize);
    this.metadata = new DataView(this.metadataBytes.buffer);
    this.sink = sink;
  }

  begin(record: number): void {
    this.record = record;
    this.metadataBytes.fill(0);
    this.length = 0;
    this.width = 0;
    this.byteLength = 0;
    if (this.sink instanceof Spool) this.sink.truncate(0);
  }

  write(bytes: Uint8Array): void {
    this.sink.write(bytes);
    this.byteLength += bytes.length;
  }
}

/** The schema section and the directory, gathered in memory: a few kilobytes. */
class Tail {
  readonly #start: number;
  readonly #parts: { offset: number; bytes: Uint8Array }[] = [];
  #end: number;

  constructor(start: number) {
    this.#start = start;
    this.#end = start;
  }

  /** Places bytes on the next multiple of 8 and returns where. */
  add(bytes: Uint8Array): number {
    const offset = Math.ceil(this.#end / 8) * 8;
    this.#parts.push({ offset, bytes });
    this.#end = offset + bytes.length;
    return offset;
  }

  /** All parts, zeros between them, up to the trailer. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(aligned(this.#end) - this.#start);
    for (const { offset, bytes } of this.#parts) all.set(bytes, offset - this.#start);
    return all;
  }
}

function hasPayload(kind: string): boolean {
  return fieldKind(kind)?.layout.members[0]?.name === "data_ptr";
}

function checksumsOfChecksums(sums: Uint8Array): number[] {
  const count = Math.ceil(sums.length / blockBytes);
  return Array.from(
    { length: count },
    (_, index) => crc32(sums.subarray(index * blockBytes, (index + 1) * blockBytes)),
  );
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
