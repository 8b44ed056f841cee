import type { CategoryBatch, CategoryFieldReader, FieldReader } from "../../runtime/mod.ts";

/** Categories that are listed; a corpus may have thousands of speakers. */
const listedCategories = 20;

/** Records whose categories are read at a time. */
const batchRecords = 4096;

/** How often a field's categories are used. */
export interface CategoryCounts {
  /** How many there are. */
  readonly count: number;
  /** Those that most records have, at most 20; the first of equals is the one met first. */
  readonly largest: readonly { readonly category: string; readonly records: number }[];
}

/**
 * Counts the records of each category of a field.
 *
 * @throws {IntegrityError} when metadata or strings fail their checksum, or aren't sound.
 */
export function categoryCounts(field: FieldReader, recordCount: number): CategoryCounts {
  const { categoryCount, categories } = field as CategoryFieldReader;
  const counts = new Float64Array(categoryCount);
  const batch = field.allocateBatch(Math.min(recordCount, batchRecords)) as CategoryBatch;
  for (let first = 0; first < recordCount; first += batchRecords) {
    const length = Math.min(batchRecords, recordCount - first);
    field.decodeBatch(Array.from({ length }, (_, row) => first + row), batch);
    for (const number of batch.data) counts[number]!++;
  }
  const largest = Uint32Array.from(counts, (_, number) => number)
    .sort((one, other) => counts[other]! - counts[one]! || one - other)
    .subarray(0, listedCategories);
  return {
    count: categoryCount,
    largest: Array.from(largest, (number) => ({
      category: categories[number]!,
      records: counts[number]!,
    })),
  };
}
