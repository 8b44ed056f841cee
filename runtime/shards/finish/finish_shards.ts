import { counted } from "../../../errors/counted.ts";
import { FormatError, UsageError } from "../../../errors/mod.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../../../schema/reading.ts";
import { datasetIdentity } from "../../container/identity.ts";
import { maxRecords } from "../../container/limits.ts";
import { datasetFormat, datasetJson, datasetVersion, parseDatasetJson } from "../dataset_json.ts";
import { isInside } from "../shard_name.ts";
import { OpenedShards } from "./opened_shards.ts";
import { fieldTotals, type TotalColumns, totalsOf } from "./totals.ts";
import { replaceDataset } from "./replace_dataset.ts";
import { writeIndex } from "./write_index.ts";

/** What a dataset is made of. */
export interface FinishShardsOptions {
  /** The paths of the shards in the folder, with forward slashes, in the dataset's order. */
  readonly shards: readonly string[];
  /**
   * What `dataset.json` said before: keys that this library doesn't know are kept, and so are the
   * version, licence, citation and parent. Splits are kept if its shards are the first of the new ones.
   */
  readonly previous?: JsonObject | undefined;
  /** The version of the data, such as `"1.2.0"`. */
  readonly datasetVersion?: string | undefined;
  /** The licence of the data, such as `"CC-BY-4.0"`. */
  readonly licence?: string | undefined;
  /** How to cite the dataset. */
  readonly citation?: string | undefined;
}

/** The dataset that was made. */
export interface FinishedDataset {
  /** Number of records of all shards. */
  readonly records: number;
  /** The dataset's identity, as 64 hexadecimal digits. */
  readonly identity: string;
  /** The bytes of `dataset.json`. */
  readonly json: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a folder of finished shards a dataset: writes its index, then `dataset.json`, which replaces an
 * earlier one. The same shards give the same bytes. Whoever has the earlier dataset open keeps it.
 *
 * @throws {UsageError} `"no-shards"` when there is no shard, `"invalid-path"` when one isn't in the
 *   folder or is named twice.
 * @throws {FileError} when a shard can't be read, or the dataset can't be written.
 * @throws {FormatError} when a shard isn't an `.afd` file, or has another schema than the first.
 * @throws {IntegrityError} when a shard is damaged.
 * @throws {ManifestError} `"duplicate-key"` when two shards have a record with the same key.
 */
export function finishShards(folder: string, options: FinishShardsOptions): FinishedDataset {
  checkNames(folder, options.shards);
  const totals = totalsOf();
  using shards = new OpenedShards(folder, options.shards, (file) => totals.add(file));
  const records = shards.list.reduce((sum, shard) => sum + shard.records, 0);
  if (records > maxRecords) throw tooMany(folder, records);
  const text = canonicalJson(jsonOf(shards, totals.columns, options));
  parseDatasetJson(text, datasetJson);
  const json = new TextEncoder().encode(text);
  const identity = datasetIdentity(shards.first.fingerprint, shards.list);
  replaceDataset(folder, {
    identity,
    json,
    writeIndex: (output) => writeIndex(output, shards, totals.overShards()),
  });
  return { records, json, identity };
}

function jsonOf(
  shards: OpenedShards,
  columns: readonly TotalColumns[],
  { previous = {}, ...given }: FinishShardsOptions,
): JsonObject {
  const { list, first } = shards;
  const { ir, fingerprint, provenance } = first;
  const chosen = {
    datasetVersion: given.datasetVersion,
    licence: given.licence,
    citation: given.citation,
  };
  const { splits, ...kept } = previous;
  return {
    ...kept,
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    ...(splits !== undefined && isBeginning(previous, shards) ? { splits } : {}),
    format: datasetFormat,
    version: [...datasetVersion],
    name: ir.name,
    fingerprint,
    ir: ir as unknown as JsonValue,
    records: list.reduce((sum, shard) => sum + shard.records, 0),
    shards: {
      file: list.map(({ file }) => file),
      records: list.map((shard) => shard.records),
      bytes: list.map(({ bytes }) => bytes),
      checksum: list.map(({ checksum }) => checksum),
      payloadEnd: list.map(({ payloadEnd }) => payloadEnd),
    },
    fields: fieldTotals(ir, columns),
    provenance: provenance as unknown as JsonValue,
  };
}

/** Whether the shards that `dataset.json` listed are the first of the new ones. */
function isBeginning(previous: JsonObject, { list }: OpenedShards): boolean {
  const before = previous["shards"] as { checksum?: unknown } | undefined;
  const checksums = before?.checksum;
  return Array.isArray(checksums) && checksums.length <= list.length &&
    checksums.every((checksum, at) => checksum === list[at]!.checksum);
}

function checkNames(folder: string, names: readonly string[]): void {
  if (names.length === 0) {
    throw new UsageError(`Cannot make "${folder}" a dataset: there is no shard`, {
      code: "no-shards",
      file: folder,
      hint: "pack a shard first",
    });
  }
  const seen = new Set<string>();
  for (const name of names) {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isInside(name) && isNew) continue;
    throw new UsageError(
      `Cannot make "${folder}" a dataset: the shard ${JSON.stringify(name)} ${
        isInside(name) ? "is named twice" : "isn't a path in the folder"
      }`,
      { code: "invalid-path", file: folder, found: name },
    );
  }
}

function tooMany(folder: string, records: number): FormatError {
  return new FormatError(
    `Cannot make "${folder}" a dataset: its shards have ${
      counted(records, "record")
    }, more than ${maxRecords}`,
    { code: "too-many-records", file: folder, found: records, wanted: maxRecords },
  );
}
