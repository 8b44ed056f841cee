import type { RecordChoice } from "./record_choice.ts";
import type { CategoryBatch, CategoryFieldReader, FieldReader } from "../../runtime/mod.ts";

/** Categories that are listed; a corpus may have thousands of speakers. */
const listedCategories = 20;

/** Records whose categories are read at a time. */
const batchRecords = 4096;

/** How often a field's categories are used. */
export interface CategoryCounts {
  /** How many of them the records have. */
  readonly count: number;
  /**
   * The most frequent ones, at most 20; equally frequent ones are in the order in which they were
   * met.
   */
  readonly largest: readonly { readonly category: string; readonly records: number }[];
}

/**
 * Counts the chosen records of each category of a field.
 *
 * @throws {IntegrityError} when metadata or strings fail their checksum, or aren't sound.
 */
export function categoryCounts(field: FieldReader, chosen: RecordChoice): CategoryCounts {
  const { categoryCount, categories } = field as CategoryFieldReader;
  const counts = new Float64Array(categoryCount);
  const batch = field.allocateBatch(Math.min(chosen.count, batchRecords)) as CategoryBatch;
  for (let first = 0; first < chosen.count; first += batchRecords) {
    const length = Math.min(batchRecords, chosen.count - first);
    field.decodeBatch(Array.from({ length }, (_, row) => chosen.at(first + row)), batch);
    for (const number of batch.data) counts[number]!++;
  }
  const used = Uint32Array.from(counts, (_, number) => number)
    .filter((number) => counts[number]! > 0);
  const largest = used.toSorted((one, other) => counts[other]! - counts[one]! || one - other)
    .subarray(0, listedCategories);
  return {
    count: used.length,
    largest: Array.from(largest, (number) => ({
      category: categories[number]!,
      records: counts[number]!,
    })),
  };
}
