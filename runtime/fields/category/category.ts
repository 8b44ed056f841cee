import type { NoBatchOptions } from "../../batch/no_batch_options.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { pageMask, pageRecords, type Table } from "../../container/table.ts";
import { checkedCategory } from "../../intake/checked.ts";
import { DelegatingReader } from "../kind/delegating_reader.ts";
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
class CategoryReader extends DelegatingReader<CategoryBatch, NoBatchOptions, string, CategoryField>
  implements CategoryFieldReader {
  readonly #file: AfdFile;
  readonly #fieldIndex: number;
  /** For {@link fault} alone, which numbers beyond the last don't stop. */
  readonly #numbers: Table<Uint32Array>;

  constructor(file: AfdFile, fieldIndex: number) {
    super("category", new CategoryField(file, fieldIndex));
    this.#file = file;
    this.#fieldIndex = fieldIndex;
    this.#numbers = numbersTable(file, fieldIndex);
  }

  get categoryCount(): number {
    return this.field.categoryCount;
  }

  get categories(): readonly string[] {
    return this.field.categories;
  }

  categoriesAsync(): Promise<readonly string[]> {
    return this.field.categoriesAsync();
  }

  numberOf(category: string): number | undefined {
    return this.field.numberOf(category);
  }

  override metadata(index: number): Record<string, MetadataValue> {
    return { number: this.field.metadata.number(index) };
  }

  override extent(): undefined {}

  override length(): number {
    return 0;
  }

  override width(): number {
    return 0;
  }

  override declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    return { shape: [batchSize], dtype: "uint32", byteLength: batchSize * 4 };
  }

  lazyMember(member: string, batch: CategoryNumbers): readonly string[] {
    return this.field.lazyMember(member, batch);
  }

  override fault(index: number): RecordFault {
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
