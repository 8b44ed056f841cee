import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask, Table, type TableFile } from "../../container/table.ts";
import { Categories } from "./categories.ts";
import { CategoryBatch, type CategoryNumbers, stringsOf } from "./category_batch.ts";

/** Metadata of a field of categories: their numbers. */
export class CategoryMetadata {
  readonly #table: Table<Uint32Array>;
  readonly #categories: Categories;

  /** Made by {@link CategoryField}. */
  constructor(table: Table<Uint32Array>, categories: Categories) {
    this.#table = table;
    this.#categories = categories;
  }

  /**
   * The number of record `index`'s category: what embedding layers take.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when the table fails its checksum, or there is no such category.
   */
  number(index: number): number {
    const number = this.#table.page(index)[index & pageMask]!;
    if (number >= this.#categories.count) throw this.#categories.beyondError(index, number);
    return number;
  }
}

/** The metadata table of a field of categories: their numbers. */
export function numbersTable(file: TableFile, fieldIndex: number): Table<Uint32Array> {
  return new Table(
    file,
    fieldIndex,
    ({ buffer, byteOffset, byteLength }) => new Uint32Array(buffer, byteOffset, byteLength / 4),
  );
}

/** A `category` field of an open file; nothing of its reading depends on the schema. */
export class CategoryField {
  /** The field's name in the schema. */
  readonly name: string;
  /** Accessors of the metadata records. */
  readonly metadata: CategoryMetadata;
  readonly #table: Table<Uint32Array>;
  readonly #categories: Categories;

  /**
   * Made when a dataset is opened.
   *
   * @param fieldIndex the field's place in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number) {
    this.name = file.ir.fields[fieldIndex]?.name ?? "";
    this.#table = numbersTable(file, fieldIndex);
    this.#categories = new Categories(file, fieldIndex);
    this.metadata = new CategoryMetadata(this.#table, this.#categories);
  }

  /** How many categories the field has; no string is read for it. */
  get categoryCount(): number {
    return this.#categories.count;
  }

  /**
   * All categories, by their numbers: each string once, in the order in which it first appears in the
   * file. The list is frozen, and the same one each time.
   *
   * @throws {IntegrityError} when they fail their checksum, or aren't sound.
   * @throws {UsageError} when the file was closed before they were read, or they have to be waited
   *   for; see {@link categoriesAsync}.
   */
  get categories(): readonly string[] {
    return this.#categories.strings;
  }

  /** {@link categories} for storages that must wait. */
  async categoriesAsync(): Promise<readonly string[]> {
    await this.#categories.prefetch();
    return this.#categories.strings;
  }

  /**
   * The number of a category; `undefined` when no record has it. Strings are compared as they are:
   * composed and decomposed characters are different ones.
   *
   * @throws what {@link categories} throws.
   */
  numberOf(category: string): number | undefined {
    return this.#categories.numberOf(category);
  }

  /**
   * The string of record `index`'s category.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when metadata or strings fail their checksum, or aren't sound.
   */
  decode(index: number): string {
    return this.#categories.string(this.metadata.number(index));
  }

  /** {@link decode} for asynchronous storage. */
  async decodeAsync(index: number): Promise<string> {
    await this.prefetch([index]);
    return this.decode(index);
  }

  /** Memory for batches of up to `batchSize` records; there are no options. */
  allocateBatch(batchSize: number, options: NoBatchOptions = {}): CategoryBatch {
    return new CategoryBatch(this.#categories, batchSize, { field: this.name, options });
  }

  /**
   * Fills `batch.data` with the numbers of the records at `indices`. Their strings are made when
   * `batch.values` is asked for.
   */
  decodeBatch(indices: Indices, batch: CategoryBatch): void {
    CategoryBatch.check(batch, this.name);
    const categories = this.#categories;
    const table = this.#table;
    const { count } = categories;
    batch.begin(indices.length, categories);
    const { data } = batch;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      const number = table.page(index)[index & pageMask]!;
      if (number >= count) throw categories.beyondError(index, number);
      data[row] = number;
    }
  }

  /** {@link decodeBatch} for storages that must wait; it brings the strings as well. */
  async decodeBatchAsync(indices: Indices, batch: CategoryBatch): Promise<void> {
    await this.prefetch(indices);
    this.decodeBatch(indices, batch);
  }

  /** Brings what decoding these records takes, for storages that must wait. */
  async prefetch(indices: Indices): Promise<undefined> {
    await this.#table.prefetch(indices);
    await this.#categories.prefetch();
  }

  /**
   * What loaders show of a batch that a worker decoded, besides its numbers.
   *
   * @param member `"values"` or `"categories"`.
   */
  lazyMember(member: string, batch: CategoryNumbers): readonly string[] {
    if (member === "categories") return this.categories;
    const values: string[] = [];
    stringsOf(batch, this.#categories, values);
    return values;
  }
}
