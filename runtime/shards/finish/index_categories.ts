import { CategoryBuilder } from "../../output/category_builder.ts";
import { Categories } from "../../fields/category/categories.ts";
import type { OpenedShards } from "./opened_shards.ts";

/** The categories of one field over all shards. */
export interface DatasetCategories {
  /** The dataset's categories. */
  readonly lookup: CategoryBuilder;
  /** For each shard, the dataset's number of each of its categories. */
  readonly numbers: readonly Uint32Array[];
}

/**
 * Numbers the categories of a field over all shards, in the order in which they first appear in the
 * list of shards.
 *
 * @throws {FormatError} `"too-many-categories"` when they are more than a file holds.
 * @throws {IntegrityError} when those of a shard are damaged.
 */
export function categoriesOver(shards: OpenedShards, fieldIndex: number): DatasetCategories {
  const lookup = new CategoryBuilder(shards.first.name);
  const field = shards.first.ir.fields[fieldIndex]!.name;
  const numbers = shards.list.map((_, shard) => {
    const { strings } = new Categories(shards.at(shard), fieldIndex);
    const record = shards.firstRecords[shard]!;
    return Uint32Array.from(strings, (category) => lookup.add(category, { field, record }));
  });
  return { lookup, numbers };
}
