import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { PositionedStorage } from "../storage/positioned.ts";
import type { Storage } from "../storage/storage.ts";

/** Where the files of a dataset are, and how they are opened. */
export interface ShardPlace {
  /** The path of a file that `dataset.json` names, for messages and for {@link open}. */
  pathOf(file: string): string;
  /**
   * Opens a file; it is closed after use.
   *
   * @throws {FileError} when it can't be read.
   */
  open(path: string): Storage;
  /**
   * All bytes of a file, if it has so many.
   *
   * @throws {FileError} when it can't be read.
   */
  read(path: string, byteLength: number): Uint8Array | undefined;
}

/** The files of a folder. */
export function folderPlace(folder: string): ShardPlace {
  const { files, paths } = system();
  return {
    pathOf: (file) => paths.join(folder, file),
    open: (path) => new PositionedStorage(path),
    read(path, byteLength) {
      try {
        return files.statSync(path).size === byteLength ? files.readFileSync(path) : undefined;
      } catch (cause) {
        throw fileError("open", path, cause);
      }
    },
  };
}
