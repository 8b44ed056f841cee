import { IntegrityError } from "../../../errors/mod.ts";
import type { LookupEntry } from "../../container/directory.ts";
import type { TableFile } from "../../container/table.ts";
import { Block } from "../../storage/block.ts";
import { CategoryTable } from "./category_table.ts";

/** What categories need of the open file that holds them; an `AfdFile` has it. */
export interface CategoryFile extends TableFile {
  /** Where the field's lookup part lies. */
  lookup(fieldIndex: number): LookupEntry;
  /** Copies checked bytes into a block. */
  copy(position: number, length: number, block: Block, offset: number): void;
}

/**
 * The categories of one field of an open file. Their number is known at once; their strings are read
 * when the first of them is asked for, and kept from then on, also after the file is closed.
 */
export class Categories {
  /** Categories of the field, numbered from 0 in the order in which they first appear. */
  readonly count: number;
  readonly #file: CategoryFile;
  readonly #field: string;
  readonly #lookup: LookupEntry;
  #table: CategoryTable | undefined;
  #all: readonly string[] | undefined;

  /**
   * Reads nothing yet.
   *
   * @param fieldIndex the place in the schema of a field of categories.
   */
  constructor(file: CategoryFile, fieldIndex: number) {
    this.#file = file;
    this.#field = file.ir.fields[fieldIndex]?.name ?? "";
    this.#lookup = file.lookup(fieldIndex);
    this.count = this.#lookup.entries;
  }

  /**
   * All strings, by their numbers; one frozen list for all callers.
   *
   * @throws {IntegrityError} when the strings fail their checksum, or aren't sound.
   * @throws {UsageError} when the file was closed, or the strings have to be waited for.
   */
  get strings(): readonly string[] {
    return this.#all ??= Object.freeze(
      Array.from({ length: this.count }, (_, number) => this.string(number)),
    );
  }

  /**
   * The string of a category.
   *
   * @param number less than {@link count}.
   * @throws what {@link strings} throws.
   */
  string(number: number): string {
    return (this.#table ??= this.#read()).string(number);
  }

  /**
   * The number of a string; `undefined` when no record has it. Strings are compared as they are:
   * composed and decomposed characters are different ones.
   *
   * @throws what {@link strings} throws.
   */
  numberOf(category: string): number | undefined {
    return (this.#table ??= this.#read()).numberOf(category);
  }

  /**
   * What is wrong with the strings, as a clause; nothing when they are sound. They are read for it.
   *
   * @throws what {@link strings} throws, but for strings that aren't sound.
   */
  fault(): string | undefined {
    return this.#bring().fault();
  }

  /** Reads the strings from storages that must wait, so that they can be asked for. */
  async prefetch(): Promise<void> {
    if (this.#table !== undefined) return;
    const { position, byteLength } = this.#lookup;
    using _lease = await this.#file.prefetch([{ position, length: byteLength }]);
    this.#table ??= this.#read();
  }

  /** The error for a record that names a category that there isn't. */
  beyondError(record: number, number: number): IntegrityError {
    return new IntegrityError(
      `Cannot read "${this.#field}" of record ${record} in "${this.#file.name}": it has category ` +
        `${number}, but there are ${this.count}`,
      {
        code: "category-number",
        file: this.#file.name,
        field: this.#field,
        record,
        found: number,
        wanted: this.count === 0 ? "none" : `0 to ${this.count - 1}`,
        hint: "run `audiofield verify` on it to see which records are damaged",
      },
    );
  }

  #read(): CategoryTable {
    const table = this.#bring();
    const fault = table.fault();
    if (fault === undefined) return table;
    throw new IntegrityError(`${this.#doing}: ${fault}`, {
      code: "category-table",
      file: this.#file.name,
      field: this.#field,
      hint: "it wasn't written by a sound writer; don't trust it",
    });
  }

  /** The table, in memory of its own and not checked yet. */
  #bring(): CategoryTable {
    if (this.#file.closed) throw this.#file.closedError();
    const { position, byteLength } = this.#lookup;
    const block = Block.allocate(byteLength);
    try {
      this.#file.copy(position, byteLength, block, 0);
    } catch (cause) {
      if (!(cause instanceof IntegrityError)) throw cause;
      throw new IntegrityError(`${this.#doing}: ${cause.message}`, {
        code: cause.code,
        file: this.#file.name,
        field: this.#field,
        cause,
      });
    }
    return new CategoryTable(block.bytes, this.count);
  }

  get #doing(): string {
    return `Cannot read the categories of "${this.#field}" in "${this.#file.name}"`;
  }
}
