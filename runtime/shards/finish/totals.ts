import type { DatasetIr, JsonObject } from "../../../schema/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { FieldTotals } from "../../container/directory.ts";

/** One field's totals in each shard, as `dataset.json` lists them. */
export type TotalColumns = Readonly<Record<keyof FieldTotals, number[]>>;

/** The totals of all fields, shard by shard. */
export interface ShardTotals {
  /** For each field, in schema order. */
  readonly columns: readonly TotalColumns[];
  /** Adds those of the next shard. */
  add(file: AfdFile): void;
  /** The sums and maxima over all shards. */
  overShards(): FieldTotals[];
}

/** The totals of each field by its name, as `dataset.json` has them. */
export function fieldTotals({ fields }: DatasetIr, columns: readonly TotalColumns[]): JsonObject {
  return Object.fromEntries(fields.map(({ name }, index) => [name, { ...columns[index]! }]));
}

/** Gathers the totals of shards. */
export function totalsOf(): ShardTotals {
  const columns: TotalColumns[] = [];
  return {
    columns,
    add: ({ directory }) => {
      directory.fields.forEach(({ totals }, index) => {
        const column = columns[index] ??= {
          maxWidth: [],
          totalBytes: [],
          maxBytes: [],
          totalLength: [],
          maxLength: [],
        };
        for (const name of Object.keys(column) as (keyof FieldTotals)[]) {
          column[name].push(totals[name]);
        }
      });
    },
    overShards: () =>
      columns.map((column) => ({
        maxWidth: most(column.maxWidth),
        totalBytes: sum(column.totalBytes),
        maxBytes: most(column.maxBytes),
        totalLength: sum(column.totalLength),
        maxLength: most(column.maxLength),
      })),
  };
}

function most(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}
