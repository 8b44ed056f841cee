import { AudiofieldError, FileError, UsageError } from "../../errors/mod.ts";
import { type Files, host, system } from "../../hosts/mod.ts";
import { defaultMappedShards, MappedPieces } from "../storage/mapped_pieces.ts";
import {
  filePath,
  type FileStorageKind,
  localPath,
  openStorage,
  type StorageSource,
} from "../storage/open_storage.ts";
import { PositionedPieces } from "../storage/positioned_pieces.ts";
import type { Storage } from "../storage/storage.ts";
import { datasetIdentity } from "../container/identity.ts";
import { datasetJson, readDatasetJson, type ShardList } from "./dataset_json.ts";
import { keptDataset, openIndex } from "./index_file.ts";
import { ShardFiles } from "./shard_files.ts";

/** How many files of a dataset are used at once. */
export interface ShardLimits {
  /** Shards that are mapped at once: 1,024 if omitted. */
  readonly mappedShards?: number | undefined;
  /** The dataset's identity, if the folder may hold the next one by now. */
  readonly identity?: string | undefined;
}

/**
 * Opens what a dataset is read from: a file, a folder with a `dataset.json`, that `dataset.json`, or
 * bytes.
 *
 * @throws {FileError} when something can't be read.
 * @throws {FormatError} when the folder's `dataset.json` isn't one.
 * @throws {IntegrityError} when the folder's files contradict each other.
 * @throws {UsageError} when the requested kind of storage isn't available here.
 */
export function openSource(
  source: StorageSource,
  kind?: FileStorageKind,
  limits: ShardLimits = {},
): Storage {
  const folder = folderOf(source);
  return folder === undefined ? openStorage(source, kind) : openFolder(folder, kind, limits);
}

/**
 * The folder that a source names: itself, or the one of a `dataset.json`.
 *
 * @throws {FileError} `"is-a-directory"` when it is a folder without a `dataset.json`.
 */
export function folderOf(source: StorageSource): string | undefined {
  const path = source instanceof URL && source.protocol === "file:" ? filePath(source) : source;
  if (typeof path !== "string" || host.system === undefined) return undefined;
  const { files: fs, paths } = host.system;
  localPath(path);
  if (paths.basename(path) === datasetJson) return paths.dirname(path);
  if (!isFolder(fs, path)) return undefined;
  if (fs.existsSync(paths.join(path, datasetJson))) return path;
  throw new FileError(`Cannot open "${path}": it is a folder without a ${datasetJson}`, {
    code: "is-a-directory",
    file: path,
    hint: "pass an `.afd` file, or the folder of a dataset",
  });
}

function isFolder(fs: Files, path: string): boolean {
  try {
    return fs.statSync(path).isDirectory();
  } catch {
    // Opening it as a file says what is wrong.
    return false;
  }
}

/**
 * The files of the dataset in a folder; none is opened yet but the index.
 *
 * @param identity which dataset, if it may have been appended to since: the one before is kept.
 */
export function filesOfFolder(folder: string, identity?: string): ShardFiles {
  const list = listOf(folder, identity);
  const wanted = datasetIdentity(list.fingerprint, list.shards);
  return new ShardFiles(folder, list, { open: () => openIndex(folder, wanted), notes: [] });
}

function listOf(folder: string, identity: string | undefined): ShardList {
  const list = readDatasetJson(folder);
  if (identity === undefined) return list;
  if (datasetIdentity(list.fingerprint, list.shards) === identity) return list;
  const { join } = system().paths;
  const kept = join(folder, keptDataset(identity));
  return system().files.existsSync(kept) ? readDatasetJson(folder, kept) : list;
}

function openFolder(
  folder: string,
  kind: FileStorageKind | undefined,
  limits: ShardLimits,
): Storage {
  const files = filesOfFolder(folder, limits.identity);
  if (kind === "memory" || kind === "positioned") return new PositionedPieces(files, { kind });
  const mapper = host.mapper();
  if (mapper === undefined) {
    if (kind === undefined) return new PositionedPieces(files, { kind: "positioned" });
    throw new UsageError(`Cannot map "${folder}": calling the C library isn't permitted here`, {
      code: "mapping-not-permitted",
      file: folder,
      hint: 'run with --allow-ffi, or open it with storage "positioned"',
    });
  }
  try {
    return new MappedPieces(files, mapper, limits.mappedShards ?? defaultMappedShards);
  } catch (cause) {
    if (cause instanceof AudiofieldError) throw cause;
    if (kind === undefined) return new PositionedPieces(files, { kind: "positioned" });
    throw new FileError(`Cannot map "${folder}": the system refused`, {
      code: "mapping-refused",
      file: folder,
      hint: 'open it with storage "positioned"',
      cause,
    });
  }
}
