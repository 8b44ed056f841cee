import { IntegrityError } from "../../errors/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { aligned } from "../../runtime/container/constants.ts";
import { pageRecords } from "../../runtime/container/table.ts";
import { runtimeKind } from "../../runtime/fields/mod.ts";
import type { StoredRun } from "../../runtime/output/stored_run.ts";
import { StoredColumnReader } from "./stored_column.ts";

/** Bytes of payloads that a run has, unless it is a single record: so that copying can be interrupted. */
const runBytes = 64 * 2 ** 20;

/** Bytes that are read at once. */
const pieceBytes = 2 ** 20;

/** Readers keep the pages they have read; new ones after this many pages bound that memory. */
const pagesPerReader = 64;

/** By the number of a field with a lookup part: the value of a record. */
export type ValuesByField = ReadonlyMap<number, (record: number) => string>;

/** How far a run may go. */
export interface RunLimits {
  /** The record before which it ends. */
  readonly end: number;
  /** Bytes of payloads that it has, unless it is a single record. */
  readonly maxBytes?: number | undefined;
  /** Whether it has no record at all if the first one is larger. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** The records of an open file or folder as they are stored, without decoding them. */
export class StoredRecords {
  /** What they are read from; whoever opened it closes it. */
  readonly file: AfdFile;
  #columns: readonly StoredColumnReader[] = [];
  readonly #textOf: ValuesByField | undefined;
  #pages = 0;
  #page = -1;

  /**
   * @param file stays open while its records are read.
   * @param textOf how to read fields whose lookup part can't be read as usual.
   */
  constructor(file: AfdFile, textOf?: ValuesByField) {
    this.file = file;
    this.#textOf = textOf;
  }

  /**
   * The records from `first` on, as many as lie one after another in the file.
   *
   * @throws {IntegrityError} when bytes fail their checksum, or metadata is damaged.
   */
  run(first: number, { end, maxBytes = runBytes, mayBeEmpty = false }: RunLimits): StoredRun {
    const most = Math.min(maxBytes, runBytes);
    this.#openAt(first);
    const columns = this.#columns;
    for (const column of columns) column.begin(first);
    // A run lies within one page of each table.
    const last = Math.min(end, (Math.floor(first / pageRecords) + 1) * pageRecords);
    const start = this.#startOf(first);
    let [position, record] = [start, first];
    for (; record < last; record++) {
      const next = this.#chained(record, position);
      if (next === undefined && record > first) break;
      if (next === undefined) throw this.#damaged(record);
      const isTooLarge = start !== undefined && next - start > most;
      if (isTooLarge && (record > first || (mayBeEmpty && next - start > maxBytes))) break;
      for (const column of columns) column.keep(record);
      position = start === undefined ? undefined : next;
    }
    return {
      recordCount: record - first,
      payload: start === undefined ? undefined : { position: start, length: position! - start },
      drain: (take) => this.#drain(start ?? 0, position ?? 0, take),
      columns: columns.map((column) => column.taken(record - first)),
    };
  }

  /** Where the first payload of a record lies; `undefined` where no field has a payload. */
  #startOf(record: number): number | undefined {
    const first = this.#columns.find(({ hasPayload }) => hasPayload);
    return first?.extent(record).position;
  }

  /**
   * Where the last payload of a record ends, if its payloads follow each other from `position` on.
   *
   * @param position where the payload before them ends; `undefined` where no field has a payload.
   */
  #chained(record: number, position = 0): number | undefined {
    let end = position;
    for (const column of this.#columns) {
      if (!column.hasPayload) continue;
      const extent = column.extent(record);
      if (extent.position !== aligned(end)) return undefined;
      end = extent.position + extent.length;
    }
    return end;
  }

  #drain(from: number, to: number, take: (piece: Uint8Array) => void): void {
    for (let at = from; at < to;) {
      const length = Math.min(pieceBytes, to - at);
      take(this.file.view(at, length));
      at += length;
    }
  }

  #openAt(record: number): void {
    const page = Math.floor(record / pageRecords);
    if (this.#columns.length > 0 && (page === this.#page || this.#pages < pagesPerReader)) {
      if (page !== this.#page) this.#pages++;
      this.#page = page;
      return;
    }
    this.#page = page;
    this.#pages = 1;
    const { file } = this;
    this.#columns = file.ir.fields.map((field, index) =>
      new StoredColumnReader(file, {
        fieldIndex: index,
        reader: runtimeKind(field.kind).open(file, index),
        textOf: this.#textOf?.get(index),
      })
    );
  }

  #damaged(record: number): IntegrityError {
    const { name } = this.file;
    return new IntegrityError(
      `Cannot copy record ${record} of "${name}": its payloads don't follow one another`,
      { code: "extent", file: name, record, hint: "run `audiofield verify` on it" },
    );
  }
}
