import { readTail } from "../container/read_tail.ts";
import { host, system } from "../../hosts/mod.ts";
import { PositionedStorage } from "../storage/positioned.ts";
import type { Storage } from "../storage/storage.ts";
import { indexPath } from "./dataset_json.ts";

/** Where the index of a dataset lies while it isn't, or is no longer, that of the folder's. */
export function keptIndex(identity: string): string {
  return `index/tables-${identity.slice(0, 8)}.afd`;
}

/** Where the `dataset.json` of the dataset before is kept, for those who have that open. */
export function keptDataset(identity: string): string {
  return `index/dataset-${identity.slice(0, 8)}.json`;
}

/**
 * Opens the index of a dataset: the folder's, or the one that is kept beside it while the folder
 * changes from one dataset to the next. If neither is that of the dataset, it is the folder's.
 *
 * @throws {FileError} when it can't be read.
 */
export function openIndex(folder: string, identity: string): Storage {
  const { join } = system().paths;
  const [own, kept] = [indexPath, keptIndex(identity)].map((name) => join(folder, name));
  for (const path of [own!, kept!]) {
    const storage = openedIf(path, identity);
    if (storage !== undefined) return storage;
  }
  return new PositionedStorage(own!);
}

/** The identity of the dataset that an index belongs to; `undefined` if there is no sound index. */
export function indexIdentity(path: string): string | undefined {
  try {
    using storage = new PositionedStorage(path);
    return identityOf(storage);
  } catch {
    return undefined;
  }
}

function openedIf(path: string, identity: string): Storage | undefined {
  if (host.system?.files.existsSync(path) !== true) return undefined;
  const storage = new PositionedStorage(path);
  try {
    if (identityOf(storage) === identity) return storage;
  } catch {
    // Whoever opens it says what is wrong.
  }
  storage[Symbol.dispose]();
  return undefined;
}

function identityOf(storage: Storage): string {
  const { directory } = readTail(storage);
  return Array.from(directory.identity ?? [], (b) => b.toString(16).padStart(2, "0")).join("");
}
