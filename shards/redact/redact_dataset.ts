import { fileError, UsageError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import type { JsonObject, JsonValue } from "../../schema/mod.ts";
import { AfdFile } from "../../runtime/container/afd_file.ts";
import { type DatasetReader, openDataset } from "../../runtime/dataset/dataset_reader.ts";
import {
  datasetJson,
  indexPath,
  type ListedShard,
  readDatasetJson,
  type ShardList,
} from "../../runtime/shards/dataset_json.ts";
import { settleIndex } from "../../runtime/shards/finish/replace_dataset.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { folderOf } from "../../runtime/shards/open_source.ts";
import { shardName, shardNumber } from "../../runtime/shards/shard_name.ts";
import { encodeSplit, readSplit } from "../../runtime/shards/splits.ts";
import { RecordCopier } from "../copy/record_copier.ts";
import { rangesOf } from "../copy/record_ranges.ts";
import { inFolder } from "../plan/plan_paths.ts";
import { removePlan } from "../plan/write_plan.ts";
import { cleanSources } from "./clean_sources.ts";
import { rememberRecords } from "./removed_records.ts";
import { explainRemainders } from "./explain_remainders.ts";
import { filesBelow, type Remainder, scanFolder } from "./scan_folder.ts";

/** How to redact a dataset. */
export interface RedactOptions {
  /** Why the records are removed; it is kept in `dataset.json`. */
  readonly reason: string;
  /** When, as an ISO 8601 date and time. */
  readonly time: string;
  /** Called with the records that the list names, before anything is changed. */
  readonly onRecords?: (records: Uint32Array) => void;
  /** Called with the bytes scanned so far. */
  readonly onBytes?: (done: number) => void;
  /** Awaited between steps. */
  readonly checkpoint?: () => Promise<void>;
}

/** What was removed, and what the scan found. */
export interface Redacted {
  /** Records that were removed. */
  readonly records: number;
  /** Shards that were written anew. */
  readonly shards: number;
  /** What is still in the folder: empty, unless a record that stays has the same bytes. */
  readonly remaining: readonly Remainder[];
  /** Payloads that are too short or too uniform to be searched for. */
  readonly notSearched: number;
}

/**
 * Removes records from the dataset in a folder for good: rewrites the shards that have them, under new
 * names, then the index, and `dataset.json` last; removes their lines from `sources/`, and the plan,
 * which names all inputs; removes what the folder consisted of before; and looks through all files for
 * their bytes, keys and paths. The other records keep their keys and their order.
 *
 * @param recordsOf the records to remove, ascending: those that a list names, for example.
 * @throws {UsageError} `"not-a-folder-dataset"` for a single file, `"nothing-to-redact"` when the list
 *   names no record of the dataset, `"all-redacted"` when none would be left.
 * @throws {ListError} when the list can't be used with this dataset.
 * @throws {IntegrityError} when a shard that must be rewritten is damaged.
 */
export async function redactDataset(
  path: string,
  recordsOf: (dataset: DatasetReader) => { readonly records: Uint32Array },
  { reason, time, onRecords, onBytes = () => {}, checkpoint }: RedactOptions,
): Promise<Redacted> {
  const folder = folderOf(path);
  if (folder === undefined) throw notAFolder(path);
  const list = readDatasetJson(folder);
  using dataset = openDataset(folder);
  const { records } = recordsOf(dataset);
  if (records.length === 0) {
    dataset.close();
    // A run that was interrupted after it had replaced dataset.json is completed.
    settleIndex(folder);
    if (removeUnlisted(folder) === 0) throw nothing(path);
    return { records: 0, shards: 0, remaining: [], notSearched: 0 };
  }
  if (records.length === list.records) throw everything(path);
  onRecords?.(records);
  const removed = rememberRecords(dataset, records);
  const rewritten = await rewriteShards(folder, list, { gone: records, checkpoint });
  const redaction = { keys: [...removed.keyHashes], reason, records: records.length, time };
  finishShards(folder, {
    shards: rewritten.shards,
    previous: {
      ...list.json,
      redactions: [...(list.json["redactions"] as JsonValue[] | undefined ?? []), redaction],
      ...splitsWithout(folder, list, records),
      // So that the splits, which fit the new shards, are kept.
      shards: { checksum: [] },
    },
  });
  dataset.close();
  removeUnlisted(folder);
  const found = scanFolder(folder, { removed, paths: rewritten.paths, onBytes });
  const remaining = explainRemainders(folder, found);
  const { notSearched } = removed;
  return { records: records.length, shards: rewritten.touched, remaining, notSearched };
}

interface Rewritten {
  /** All shards of the dataset in order, as paths in the folder. */
  readonly shards: readonly string[];
  /** How many were rewritten, or left out because nothing is left of them. */
  readonly touched: number;
  /** The paths that `sources/` named for the records. */
  readonly paths: readonly string[];
}

async function rewriteShards(
  folder: string,
  { shards }: ShardList,
  { gone, checkpoint }: { gone: Uint32Array; checkpoint: RedactOptions["checkpoint"] },
): Promise<Rewritten> {
  const names: string[] = [];
  const paths: string[] = [];
  let [first, at, touched] = [0, 0, 0];
  for (const shard of shards) {
    const own = new Set<number>();
    for (; at < gone.length && gone[at]! < first + shard.records; at++) own.add(gone[at]! - first);
    first += shard.records;
    if (own.size === 0) {
      names.push(shard.file);
      continue;
    }
    touched++;
    const number = shardNumber(shard.file) ?? names.length;
    if (own.size < shard.records) {
      names.push(await rewriteShard(folder, shard, { number, own, checkpoint }));
    }
    paths.push(...cleanSources(folder, { number, before: shard.records, gone: own }));
  }
  // It names every input, and its shards aren't those of the dataset any more.
  removePlan(folder);
  return { shards: names, touched, paths };
}

async function rewriteShard(
  folder: string,
  shard: ListedShard,
  { number, own, checkpoint }: {
    number: number;
    own: ReadonlySet<number>;
    checkpoint: RedactOptions["checkpoint"];
  },
): Promise<string> {
  let name = "";
  using file = new AfdFile(inFolder(folder, shard.file), { storage: "positioned" });
  using copier = new RecordCopier(inFolder(folder, "shards/next.afd"), {
    like: file,
    // An interrupted run may have written the same shard.
    overwrite: true,
    nameOf: (checksum) => inFolder(folder, name = shardName(number, checksum)),
  });
  const kept = Array.from({ length: shard.records }, (_, record) => record)
    .filter((record) => !own.has(record));
  for (const _done of copier.copy(file, rangesOf(kept))) await checkpoint?.();
  copier.finish();
  return name;
}

/** The splits with the numbers that records have once others are gone. */
function splitsWithout(folder: string, { json }: ShardList, gone: Uint32Array): JsonObject {
  const { splits } = json;
  if (splits === undefined) return {};
  const names = Object.keys(splits as JsonObject);
  const entries = names.map((name) => {
    const records = readSplit(folder, json, name)!;
    const renumbered: number[] = [];
    let before = 0;
    for (const record of records) {
      while (before < gone.length && gone[before]! < record) before++;
      if (gone[before] !== record) renumbered.push(record - before);
    }
    const { entry, bytes } = encodeSplit(name, Uint32Array.from(renumbered));
    if (bytes !== undefined && "file" in entry) {
      system().files.writeFileSync(inFolder(folder, entry.file), bytes);
    }
    return [name, entry as unknown as JsonValue] as const;
  });
  return { splits: Object.fromEntries(entries) };
}

/**
 * Removes shards, indexes and splits that `dataset.json` doesn't name: they are of before.
 *
 * @returns how many they are.
 */
function removeUnlisted(folder: string): number {
  let removed = 0;
  const { shards, json } = readDatasetJson(folder);
  const splits = Object.values((json["splits"] ?? {}) as JsonObject);
  const named = new Set<unknown>([
    ...shards.map(({ file }) => file),
    ...splits.map((split) => (split as JsonObject)["file"]),
    indexPath,
    datasetJson,
  ]);
  const ours = /^(shards\/\d{6,15}-[0-9a-f]{8}\.afd|index\/tables-\w+\.afd|splits\/[\w-]+\.u32)$/;
  for (const file of filesBelow(folder)) {
    if (named.has(file) || !ours.test(file)) continue;
    try {
      system().files.unlinkSync(inFolder(folder, file));
      removed++;
    } catch (cause) {
      throw fileError("write", inFolder(folder, file), cause);
    }
  }
  return removed;
}

function notAFolder(file: string): UsageError {
  return new UsageError(
    `Cannot redact "${file}": a redaction is kept in the dataset.json of a folder`,
    {
      code: "not-a-folder-dataset",
      file,
      hint:
        "make a folder of it (audiofield concat FILE FOLDER/), or copy the other records with " +
        "audiofield subset --drop",
    },
  );
}

function nothing(file: string): UsageError {
  return new UsageError(`Cannot redact "${file}": the list names none of its records`, {
    code: "nothing-to-redact",
    file,
    hint: "the records may be gone already: see redactions in dataset.json",
  });
}

function everything(file: string): UsageError {
  return new UsageError(`Cannot redact "${file}": no record would be left`, {
    code: "all-redacted",
    file,
    hint: "remove the folder",
  });
}
