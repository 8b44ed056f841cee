import type { IntakeNote } from "../../audio/pcm/mod.ts";
import { FormatError, UsageError } from "../../errors/mod.ts";
import { type DatasetIr, sha256Hex } from "../../schema/reading.ts";
import { aligned, alignment } from "../container/constants.ts";
import type { FieldTotals } from "../container/directory.ts";
import { setUint53 } from "../container/uint53.ts";
import { maxRecords } from "../container/limits.ts";
import { encodePreamble, neededMinor } from "../container/preamble.ts";
import type { Provenance } from "../container/provenance.ts";
import { appendRun } from "./append_run.ts";
import { type Column, columnsOf } from "./column.ts";
import type { DeferredWork, WaitingSlot } from "./field_slot.ts";
import { OutputFile } from "./output_file.ts";
import { Spool } from "./spool.ts";
import type { StoredRun } from "./stored_run.ts";
import { checkSchemaSize, writeEnding } from "./write_ending.ts";

/**
 * Writes an `.afd` file record by record. Payloads go to the file in schema order: the first
 * field's at once, the others' when the fields before them are complete. The same records
 * therefore give the same bytes in whatever order their parts arrive.
 */
export class ContainerWriter {
  /** The schema of the file. */
  readonly ir: DatasetIr;
  readonly #output: OutputFile;
  readonly #columns: readonly Column[];
  readonly #deferred: DeferredWork[] = [];
  readonly #provenance: Provenance | undefined;
  readonly #nameOf: ((checksum: string) => string) | undefined;
  #recordCount = 0;
  #recordStart = 0;
  #payloadEnd: number;
  #state: "open" | "in record" | "finished" | "aborted" = "open";

  /**
   * Begins a file, which has a temporary name until {@link finish} succeeds.
   *
   * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
   * @throws {FormatError} `"schema-too-large"` when the schema is larger than readers accept.
   */
  constructor(
    path: string,
    { ir, overwrite, provenance, onNote = () => {}, nameOf, sync }: {
      ir: DatasetIr;
      overwrite?: boolean | undefined;
      /** Where the values of its fields come from, to be stored next to the schema. */
      provenance?: Provenance | undefined;
      /** Called with what is noticed about values. */
      onNote?: ((note: IntakeNote) => void) | undefined;
      /** The file's path, from its checksum, if it isn't known before; in the folder of `path`. */
      nameOf?: ((checksum: string) => string) | undefined;
      /** Whether it waits until the disk has the file. Default `true`. */
      sync?: boolean | undefined;
    },
  ) {
    checkSchemaSize(ir, path);
    this.ir = ir;
    this.#provenance = provenance;
    this.#nameOf = nameOf;
    this.#output = new OutputFile(path, { overwrite, sync });
    this.#columns = columnsOf(ir, this.#output, { deferred: this.#deferred, onNote });
    this.#output.write(encodePreamble(neededMinor(ir, provenance)));
    this.#payloadEnd = this.#output.position;
  }

  /** The output's path. */
  get path(): string {
    return this.#output.path;
  }

  /** Whether finishing would replace a file that isn't empty. */
  get replaces(): boolean {
    return this.#output.replaces;
  }

  /** Number of records completed so far. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#output.position;
  }

  /** Sums and maxima over a field's payloads so far. */
  totals(fieldIndex: number): Readonly<FieldTotals> {
    return this.#column(fieldIndex).totals;
  }

  /** Begins a record; {@link slot}s are valid until it ends. */
  beginRecord(): void {
    if (this.#state !== "open") throw this.#misuse("begin a record in", this.#state);
    this.#refuseFull(1);
    this.#state = "in record";
    this.#recordStart = this.#output.position;
    this.#output.pad(alignment);
    this.#deferred.length = 0;
    for (const { slot } of this.#columns) slot.begin(this.#recordCount);
  }

  /** The work that the current record waits for, in the order in which it must be done. */
  get deferred(): readonly DeferredWork[] {
    return this.#deferred;
  }

  /** Where the field's part of the current record goes. */
  slot(fieldIndex: number): WaitingSlot {
    if (this.#state !== "in record") throw this.#misuse("write a field of", this.#state);
    return this.#column(fieldIndex).slot;
  }

  /** Completes the record. */
  endRecord(): void {
    if (this.#state !== "in record") throw this.#misuse("end a record of", this.#state);
    // The steps that can fail come first, so that a record can still be dropped when the disk is full.
    const payloadEnd = this.#writePayloads();
    for (const { slot, table } of this.#columns) table.write(slot.metadataBytes);
    for (const { lookup } of this.#columns) lookup?.keep();
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

  /**
   * Appends complete records of another file with the same schema, without decoding them. If it fails,
   * the file is given up.
   *
   * @throws {FileError} when the disk is full, or the records can't be read.
   * @throws {FormatError} when the file has no room for them.
   * @throws {ManifestError} `"duplicate-key"` when a record has the key of another one.
   * @ignore
   */
  appendStored(run: StoredRun): void {
    if (this.#state !== "open") throw this.#misuse("append stored records to", this.#state);
    this.#refuseFull(run.recordCount);
    try {
      const end = appendRun(run, {
        output: this.#output,
        columns: this.#columns,
        firstRecord: this.#recordCount,
      });
      this.#payloadEnd = end ?? this.#payloadEnd;
    } catch (cause) {
      this.abort();
      throw cause;
    }
    this.#recordCount += run.recordCount;
  }

  /** Discards the current record, as if it had never begun. */
  dropRecord(): void {
    if (this.#state !== "in record") throw this.#misuse("drop a record of", this.#state);
    this.#output.rollBack(this.#recordStart);
    for (const { table, itemSize, slot, lookup } of this.#columns) {
      table.truncate(this.#recordCount * itemSize);
      lookup?.drop();
      if (slot.sink instanceof Spool) slot.sink.truncate(0);
    }
    this.#state = "open";
  }

  /**
   * Writes the tables, lookup parts, checksums, schema and directory, syncs, and renames the file into place.
   *
   * @throws {FileError} when the disk is full; the output is then unchanged.
   */
  finish(): void {
    if (this.#state !== "open") throw this.#misuse("finish", this.#state);
    try {
      const tail = writeEnding(this.#output, {
        ir: this.ir,
        columns: this.#columns,
        recordCount: this.#recordCount,
        payloadEnd: this.#payloadEnd,
        provenance: this.#provenance,
      });
      const nameOf = this.#nameOf;
      this.#output.commit(nameOf && (() => nameOf(sha256Hex(tail))));
    } catch (cause) {
      this.abort();
      throw cause;
    }
    this.#state = "finished";
    this.#disposeSpools();
  }

  /** Removes everything written; does nothing after {@link finish}. */
  abort(): void {
    if (this.closed) return;
    this.#state = "aborted";
    this.#output.abort();
    this.#disposeSpools();
  }

  /** Whether the writer was finished or aborted. */
  get closed(): boolean {
    return this.#state === "finished" || this.#state === "aborted";
  }

  /** Writes what was held back, fills in each `data_ptr`, and returns where the last payload ends. */
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

  #refuseFull(more: number): void {
    if (this.#recordCount + more <= maxRecords) return;
    throw new FormatError(`Cannot add a record to "${this.path}": it is full (${maxRecords})`, {
      code: "too-many-records",
      file: this.path,
      hint: "start another file",
    });
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

  #misuse(what: string, state: keyof typeof stateTexts): UsageError {
    return new UsageError(`Cannot ${what} "${this.path}": ${stateTexts[state]}`, {
      code: "writer-state",
      file: this.path,
      found: state,
    });
  }
}

/** What the writer's states are called in messages. */
const stateTexts = {
  open: "no record has begun",
  "in record": "a record has begun and not ended",
  finished: "the writer has finished",
  aborted: "the writer was aborted",
} as const;
