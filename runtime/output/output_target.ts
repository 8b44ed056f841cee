import type { Files, FileStatus } from "../../hosts/mod.ts";
import { FileError, fileError } from "../../errors/mod.ts";

/** Overwriting a link replaces what it points to, and keeps the link. */
export function behindLinks(fs: Files, path: string): string {
  try {
    return fs.existsSync(path) ? fs.realpathSync(path) : path;
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

/** What has a path's name, if anything does. */
export function statusOf(fs: Files, path: string): FileStatus | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

/** @throws {FileError} when a path's name is taken by what can't, or mustn't, be replaced. */
export function refuseTaken(fs: Files, path: string, overwrite: boolean): void {
  const stat = statusOf(fs, path);
  if (stat === undefined) return;
  if (!stat.isFile()) {
    // Renaming over a device or a pipe would replace it with a plain file.
    const isFolder = stat.isDirectory();
    throw new FileError(
      `Cannot write "${path}": it is ${isFolder ? "a folder" : "a device or a pipe"}`,
      { code: isFolder ? "is-a-directory" : "not-a-file", file: path, hint: "name a file" },
    );
  }
  if (!overwrite) {
    throw new FileError(`Cannot write "${path}": it already exists`, {
      code: "exists",
      file: path,
      hint: "pass --overwrite (overwrite: true) to replace it",
    });
  }
}
