/** The few path functions that the commands need, from Node's standard library. */
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FileError, fileError } from "../../errors/mod.ts";
import { notAFile } from "./read_regular_file.ts";

export { basename, dirname, extname, isAbsolute, join, relative, resolve };

/** A path resolved against a folder; it stays relative if the folder is. */
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
 * @throws {FileError} when nothing exists there, or it can't be examined.
 */
export function statOf(path: string): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (cause) {
    throw fileError("open", path, cause);
  }
}

/** Whether anything has that name, including a broken link. */
export function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes sure that a path is a file.
 *
 * @throws {FileError} when there is nothing, a folder, or a pipe, which may never end.
 */
export function requireFile(path: string): void {
  const { isFile, isDirectory } = statOf(path);
  if (isFile) return;
  if (!isDirectory) throw notAFile(path);
  throw new FileError(`Cannot open "${path}": it is a folder`, {
    code: "is-a-directory",
    file: path,
    hint: "name a file",
  });
}

/** Whether two paths name the same existing file, through whatever links. */
export function isSameFile(one: string, other: string): boolean {
  try {
    return Deno.realPathSync(one) === Deno.realPathSync(other);
  } catch {
    return false;
  }
}
