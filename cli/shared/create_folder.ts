import { mkdirSync } from "node:fs";
import { fileError } from "../../errors/mod.ts";
import { dirname, isThere } from "../../shards/shared/paths.ts";
import { takenError } from "./atomic_file.ts";
import { failedWith, removeEmptyFolder } from "./files.ts";

/**
 * Creates a folder and those above it. Returns a function that removes those it created, as far as
 * they are empty.
 *
 * @throws {FileError} when it can't be created, for example because a file has its name.
 */
export function createFolder(path: string): () => void {
  const created = missingFolders(path);
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (failedWith(cause, "EEXIST")) throw takenError(path, "create");
    throw fileError("create", path, cause);
  }
  return () => {
    for (const folder of created) {
      try {
        removeEmptyFolder(folder);
      } catch {
        return;
      }
    }
  };
}

/** The folders that aren't there, each before the one above it. */
function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let folder = path; !isThere(folder); folder = dirname(folder)) {
    missing.push(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}
