import { fileError } from "../../../errors/mod.ts";
import { datasetIdentity } from "../../container/identity.ts";
import { system } from "../../../hosts/mod.ts";
import { OutputFile } from "../../output/output_file.ts";
import { datasetJson, indexPath, readDatasetJson } from "../dataset_json.ts";
import { indexIdentity, keptDataset, keptIndex } from "../index_file.ts";

/** The dataset that a folder is about to hold. */
export interface NextDataset {
  /** As 64 hexadecimal digits. */
  readonly identity: string;
  /** The bytes of its `dataset.json`. */
  readonly json: Uint8Array;
  /** Writes its index. */
  writeIndex(output: OutputFile): void;
}

/**
 * Replaces the dataset of a folder by the next one. At each step, the folder holds one of the two, with
 * an index that readers find: the next one's is written beside the old one, `dataset.json` is replaced,
 * and then the two indexes change their names. The dataset before is kept for those who have it open,
 * those before that are removed.
 *
 * @throws {FileError} when something can't be written.
 */
export function replaceDataset(folder: string, { identity, json, writeIndex }: NextDataset): void {
  const fs = system().files;
  const { join } = system().paths;
  const path = (name: string) => join(folder, name);
  const before = identityOf(folder);
  call(path("index"), () => fs.mkdirSync(path("index"), { recursive: true }));
  writeFile(path(keptIndex(identity)), writeIndex);
  if (before !== undefined && before !== identity) {
    const bytes = call(path(datasetJson), () => fs.readFileSync(path(datasetJson)));
    writeFile(path(keptDataset(before)), (output) => output.write(bytes));
  }
  writeFile(path(datasetJson), (output) => output.write(json));
  settleIndex(folder);
  call(path(indexPath), () => {
    if (before === undefined || before === identity) return;
    const kept = new Set([indexPath, keptIndex(before), keptDataset(before)]);
    for (const name of fs.readdirSync(path("index"))) {
      const isOld = /^(tables|dataset)-[0-9a-f]{8}\.(afd|json)$/.test(name);
      if (isOld && !kept.has(`index/${name}`)) fs.rmSync(path(`index/${name}`), { force: true });
    }
  });
}

/**
 * Gives the index of the dataset that a folder holds its name, and the one of before another, if that
 * wasn't done: a process that replaced the dataset was killed.
 *
 * @throws {FileError} when it can't be renamed.
 */
export function settleIndex(folder: string): void {
  const fs = system().files;
  const { join } = system().paths;
  const identity = identityOf(folder);
  if (identity === undefined) return;
  const [next, current] = [join(folder, keptIndex(identity)), join(folder, indexPath)];
  if (!fs.existsSync(next)) return;
  call(current, () => {
    const replaced = indexIdentity(current);
    if (replaced !== undefined && replaced !== identity) {
      fs.renameSync(current, join(folder, keptIndex(replaced)));
    }
    fs.renameSync(next, current);
  });
}

/** The identity of the dataset that a folder holds; `undefined` if it holds none that can be read. */
function identityOf(folder: string): string | undefined {
  try {
    const { fingerprint, shards } = readDatasetJson(folder);
    return datasetIdentity(fingerprint, shards);
  } catch {
    return undefined;
  }
}

function writeFile(path: string, write: (output: OutputFile) => void): void {
  const output = new OutputFile(path, { overwrite: true });
  try {
    write(output);
    output.commit();
  } catch (cause) {
    output.abort();
    throw cause;
  }
}

function call<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}
