import { type DatasetIr, fingerprintOf } from "../../schema/mod.ts";
import { IntegrityError } from "../../errors/mod.ts";
import { datasetIdentity } from "../../runtime/container/identity.ts";
import { system } from "../../hosts/mod.ts";
import { datasetJson, readDatasetJson, type ShardList } from "../../runtime/shards/dataset_json.ts";
import { folderOf } from "../../runtime/shards/open_source.ts";
import type { Hints } from "./known_file.ts";

/** One file of a dataset that is salvaged. */
export interface SalvagePart {
  readonly path: string;
  /** Its path in the folder; absent for a dataset that is one file. */
  readonly file?: string | undefined;
  /** The folder, in the same way. */
  readonly folder?: string | undefined;
  /** The number of its first record in the dataset. */
  readonly firstRecord: number;
  /** How many records it should have; unknown for a dataset that is one file. */
  readonly records?: number | undefined;
  /** Its checksum, if it is known. */
  readonly checksum?: string | undefined;
  readonly hints: Hints;
}

/** What is salvaged: the files, and the dataset's identity where it is known. */
export interface SalvageSource {
  readonly parts: readonly SalvagePart[];
  readonly identity?: string | undefined;
}

/**
 * The files of a dataset.
 *
 * @param ir the dataset's schema, for files whose end is gone.
 * @throws {IntegrityError} `"dataset-json"` when the `dataset.json` of a folder is damaged.
 */
export function salvageSource(path: string, ir: DatasetIr | undefined): SalvageSource {
  const folder = folderOf(path);
  if (folder === undefined) return { parts: [{ path, firstRecord: 0, hints: { ir } }] };
  const list = listOf(folder);
  let firstRecord = 0;
  const parts = list.shards.map((shard): SalvagePart => {
    const { file, records, checksum } = shard;
    const part = {
      path: system().paths.join(folder, file),
      file,
      folder,
      firstRecord,
      records,
      checksum,
      hints: { listed: { list, shard } },
    };
    firstRecord += records;
    return part;
  });
  return { parts, identity: datasetIdentity(fingerprintOf(list.ir), list.shards) };
}

function listOf(folder: string): ShardList {
  try {
    return readDatasetJson(folder);
  } catch (cause) {
    if (!(cause instanceof IntegrityError)) throw cause;
    throw new IntegrityError(`Cannot salvage "${folder}": its ${datasetJson} is damaged`, {
      code: "dataset-json",
      file: folder,
      hint: "salvage the files in its shards/ one by one, and put them together with " +
        "`audiofield concat`",
      cause,
    });
  }
}
