/** The few path functions that the commands need, from Node's standard library. */
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FileError, fileError } from "../../errors/mod.ts";

export { basename, dirname, extname, join, resolve };

/** A path that is relative to a folder; it stays relative where the folder is. */
export function resolvePath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

/** The path of a `file:` URL. */
export function fromFileUrl(url: string): string {
  return fileURLToPath(url);
}

/** The `file:` URL of a path, which may be relative. */
export function toFileUrl(path: string): URL {
  return pathToFileURL(resolve(path));
}

/**
 * What is at `path`, links followed.
 *
 * @throws {FileError} when there is nothing, or it can't be looked at.
 */
export function statOf(path: string): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (cause) {
    throw fileError("open", path, cause);
  }
}

/**
 * Makes sure that there is a file.
 *
 * @throws {FileError} when there is nothing, or a folder.
 */
export function requireFile(path: string): void {
  if (!statOf(path).isDirectory) return;
  throw new FileError(`Cannot open "${path}": it is a folder`, {
    code: "is-a-directory",
    file: path,
    hint: "name a file",
  });
}

/** Whether two paths name the same existing file, by whatever links. */
export function isSameFile(one: string, other: string): boolean {
  try {
    return Deno.realPathSync(one) === Deno.realPathSync(other);
  } catch {
    return false;
  }
}
