import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { pageMask, pageRecords, type Table } from "../../container/table.ts";
import { checkedCategory } from "../../intake/checked.ts";
import type { FieldReader, MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import type { CategoryBatch, CategoryNumbers } from "./category_batch.ts";
import { Categories } from "./categories.ts";
import { CategoryField, numbersTable } from "./category_field.ts";
import { writeCategory } from "./write_category.ts";

/** The runtime's part of `category`. */
export const categoryRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new CategoryReader(file, fieldIndex),
  encoder: () => (value, slot) => writeCategory(checkedCategory(value, slot), slot),
};

/** The reader of a field of categories, which `DatasetReader.field` gives. */
export interface CategoryFieldReader extends FieldReader {
  /** How many categories there are; no string is read for it. */
  readonly categoryCount: number;
  /** All categories by their numbers; see {@link CategoryField.categories}. */
  readonly categories: readonly string[];
  /** {@link categories} for storages that must wait. */
  categoriesAsync(): Promise<readonly string[]>;
  /** The number of a category; `undefined` when no record has it. */
  numberOf(category: string): number | undefined;
}

/** Reads `category` reflectively: the very field that generated modules use. */
class CategoryReader implements CategoryFieldReader {
  readonly name: string;
  readonly kind = "category";
  readonly #file: AfdFile;
  readonly #fieldIndex: number;
  readonly #field: CategoryField;
  /** For {@link fault} alone, which numbers beyond the last don't stop. */
  readonly #numbers: Table<Uint32Array>;

  constructor(file: AfdFile, fieldIndex: number) {
    this.#file = file;
    this.#fieldIndex = fieldIndex;
    this.#field = new CategoryField(file, fieldIndex);
    this.#numbers = numbersTable(file, fieldIndex);
    this.name = this.#field.name;
  }

  get categoryCount(): number {
    return this.#field.categoryCount;
  }

  get categories(): readonly string[] {
    return this.#field.categories;
  }

  categoriesAsync(): Promise<readonly string[]> {
    return this.#field.categoriesAsync();
  }

  numberOf(category: string): number | undefined {
    return this.#field.numberOf(category);
  }

  metadata(index: number): Record<string, MetadataValue> {
    return { number: this.#field.metadata.number(index) };
  }

  decode(index: number): string {
    return this.#field.decode(index);
  }

  extent(): undefined {}

  length(): number {
    return 0;
  }

  width(): number {
    return 0;
  }

  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return { shape: [batchSize], dtype: "uint32", byteLength: batchSize * 4 };
  }

  allocateBatch(batchSize: number, options: NoBatchOptions = {}): CategoryBatch {
    return this.#field.allocateBatch(batchSize, options);
  }

  decodeBatch(indices: Indices, batch: CategoryBatch): void {
    this.#field.decodeBatch(indices, batch);
  }

  decodeBatchAsync(indices: Indices, batch: CategoryBatch): Promise<void> {
    return this.#field.decodeBatchAsync(indices, batch);
  }

  prefetch(indices: Indices): Promise<undefined> {
    return this.#field.prefetch(indices);
  }

  lazyMember(member: string, batch: CategoryNumbers): readonly string[] {
    return this.#field.lazyMember(member, batch);
  }

  fault(index: number): RecordFault {
    const number = this.#numbers.page(index)[index & pageMask]!;
    return number < this.categoryCount ? undefined : "category-number";
  }

  lookupFault(areRecordsSound: boolean): RecordFault {
    const fault = new Categories(this.#file, this.#fieldIndex).fault();
    if (fault !== undefined) return "category-table";
    return areRecordsSound ? this.#orderFault() : undefined;
  }

  /** Numbers are given in the order in which records first use them, and all are used. */
  #orderFault(): RecordFault {
    const { recordCount } = this.#file;
    const { tableOffset } = this.#file.entry(this.#fieldIndex);
    let next = 0;
    for (let first = 0; first < recordCount; first += pageRecords) {
      const records = Math.min(pageRecords, recordCount - first);
      const { buffer, byteOffset } = this.#file.view(tableOffset + first * 4, records * 4);
      const numbers = new Uint32Array(buffer, byteOffset, records);
      for (let row = 0; row < records; row++) {
        if (numbers[row]! > next) return "category-order";
        if (numbers[row] === next) next++;
      }
    }
    return next === this.categoryCount ? undefined : "category-order";
  }
}
