/** The same records as one file, and as a folder of shards. */
import { join } from "node:path";
import { AfdFile, createDatasetWriter } from "../../runtime/mod.ts";
import {
  type FinishedDataset,
  finishShards,
  type FinishShardsOptions,
} from "../../runtime/shards/finish/finish_shards.ts";
import { shardName } from "../../runtime/shards/shard_name.ts";
import type { DatasetIr } from "../../schema/mod.ts";

/** A record, as writers take it. */
export type Values = Readonly<Record<string, unknown>>;

/** Writes records to a file. */
export function writeOne(path: string, ir: DatasetIr, records: readonly Values[]): void {
  using writer = createDatasetWriter(path, { ir });
  for (const record of records) writer.append(record);
  writer.finish();
}

/** Writes a shard of a dataset's folder, and returns its path in the folder. */
export function writeShard(
  folder: string,
  { ir, number, records }: { ir: DatasetIr; number: number; records: readonly Values[] },
): string {
  Deno.mkdirSync(join(folder, "shards"), { recursive: true });
  const written = join(folder, "shards", "written.afd");
  writeOne(written, ir, records);
  return named(folder, written, number);
}

/** Gives a shard the name that its checksum asks for. */
export function named(folder: string, path: string, number: number): string {
  const { checksum } = checkedFile(path);
  const name = shardName(number, checksum);
  Deno.renameSync(path, join(folder, name));
  return name;
}

function checkedFile(path: string): { checksum: string } {
  using file = new AfdFile(path, { storage: "positioned" });
  return { checksum: file.checksum };
}

/** Writes shards with these records, and makes the folder a dataset; returns the shards' paths. */
export function writeSharded(
  folder: string,
  ir: DatasetIr,
  parts: readonly (readonly Values[])[],
  options: Omit<FinishShardsOptions, "shards"> = {},
): FinishedDataset & { shards: string[] } {
  const shards = parts.map((records, number) => writeShard(folder, { ir, number, records }));
  return { ...finishShards(folder, { ...options, shards }), shards };
}

/** Parts of `records` between ascending places. */
export function partsOf<Item>(records: readonly Item[], cuts: readonly number[]): Item[][] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), records.length];
  return places.slice(1).map((end, at) => records.slice(places[at], end));
}
