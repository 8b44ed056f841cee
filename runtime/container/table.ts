import { IntegrityError, UsageError } from "../../errors/mod.ts";
import type { Indices } from "./indices.ts";
import type { ByteRange } from "../storage/storage.ts";
import type { FieldEntry } from "./directory.ts";
import type { DatasetIr } from "../../schema/mod.ts";

/** Records per page: tables are read in pages of this many. */
export const pageRecords = 4096;

/** `index & pageMask` is a record's position in its page. */
export const pageMask: number = pageRecords - 1;

/** `index >>> pageShift` is the number of a record's page. */
export const pageShift = 12;

/** What a table needs from the open file that holds it; an `AfdFile` provides it. */
export interface TableFile {
  /** The file's name, for messages. */
  readonly name: string;
  /** The schema that the file carries. */
  readonly ir: DatasetIr;
  /** Number of records in the file; they are numbered from 0. */
  readonly recordCount: number;
  /** Whether the file was closed. */
  readonly closed: boolean;
  /** The error for reading after the file was closed. */
  closedError(): UsageError;
  /** Where the table of the field at `index` in the schema lies, and the field's totals. */
  entry(index: number): FieldEntry;
  /** Checked bytes: a view valid until the file is closed, or a copy. */
  view(position: number, length: number): Uint8Array<ArrayBuffer>;
  /** Fetches extents from asynchronous storages; they can be read until the lease is disposed of. */
  prefetch(extents: readonly ByteRange[]): Promise<Disposable | undefined>;
}

/**
 * A field's metadata table, read a page at a time, and in place if the file is mapped. `Page` is
 * the view through which a field kind reads its records.
 */
export class Table<Page> {
  /** Number of records. */
  readonly length: number;
  readonly #file: TableFile;
  readonly #field: string;
  readonly #offset: number;
  readonly #itemSize: number;
  readonly #makePage: (bytes: Uint8Array<ArrayBuffer>) => Page;
  readonly #pages: (Page | undefined)[];

  /**
   * `fieldIndex` is the field's index in the schema; `makePage` turns the bytes of a page into the
   * view that the field reads.
   */
  constructor(
    file: TableFile,
    fieldIndex: number,
    makePage: (bytes: Uint8Array<ArrayBuffer>) => Page,
  ) {
    const entry = file.entry(fieldIndex);
    this.length = file.recordCount;
    this.#file = file;
    this.#field = file.ir.fields[fieldIndex]?.name ?? "";
    this.#offset = entry.tableOffset;
    this.#itemSize = entry.itemSize;
    this.#makePage = makePage;
    this.#pages = new Array(Math.ceil(this.length / pageRecords)).fill(undefined);
  }

  /**
   * The page that holds record `index`. The index is checked here and nowhere else.
   *
   * @throws {UsageError} when there is no such record, or the file was closed.
   * @throws {IntegrityError} when the table fails its checksum.
   */
  page(index: number): Page {
    if (index >>> 0 !== index || index >= this.length || this.#file.closed) throw this.#bad(index);
    return this.#pages[index >>> pageShift] ?? this.#load(index >>> pageShift);
  }

  /** Loads the pages of these records, waiting for asynchronous storages. */
  async prefetch(indices: Indices): Promise<undefined> {
    const missing = new Set<number>();
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      if (index >>> 0 !== index || index >= this.length) throw this.#bad(index);
      if (this.#pages[index >>> pageShift] === undefined) missing.add(index >>> pageShift);
    }
    if (missing.size === 0) return undefined;
    using _lease = await this.#file.prefetch([...missing].map((page) => this.#rangeOf(page)));
    for (const page of missing) this.#load(page);
    return undefined;
  }

  #rangeOf(page: number): ByteRange {
    const first = page * pageRecords;
    const count = Math.min(pageRecords, this.length - first);
    return { position: this.#offset + first * this.#itemSize, length: count * this.#itemSize };
  }

  #load(page: number): Page {
    const first = page * pageRecords;
    const { position, length } = this.#rangeOf(page);
    try {
      const loaded = this.#makePage(this.#file.view(position, length));
      this.#pages[page] = loaded;
      return loaded;
    } catch (cause) {
      if (!(cause instanceof IntegrityError)) throw cause;
      throw new IntegrityError(`Cannot read the metadata of "${this.#field}": ${cause.message}`, {
        code: cause.code,
        file: this.#file.name,
        field: this.#field,
        record: first,
        cause,
      });
    }
  }

  #bad(index: number): UsageError {
    if (this.#file.closed) return this.#file.closedError();
    return new UsageError(
      `Cannot read "${this.#field}" of record ${index} in "${this.#file.name}": ${
        this.length === 0
          ? "it has no records"
          : `its records are numbered from 0 to ${this.length - 1}`
      }`,
      {
        code: "no-such-record",
        file: this.#file.name,
        field: this.#field,
        record: index,
        found: index,
        wanted: this.length === 0 ? "no record" : `0 to ${this.length - 1}`,
      },
    );
  }
}

/** A page of records with several members, as bytes and as 32-bit words. */
export class StructPage {
  /** The records one after another, without gaps. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same memory as 32-bit words, in the machine's byte order. */
  readonly words: Uint32Array<ArrayBuffer>;

  /** Views `bytes`, which must begin at a multiple of 4 in their buffer, as a {@link Table}'s do. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
    this.words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  }
}
