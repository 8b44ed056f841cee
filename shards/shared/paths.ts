/** The few path functions that the commands need, from the host. */
import { FileError, fileError } from "../../errors/mod.ts";
import { type FileStatus, system } from "../../hosts/mod.ts";
import { notAFile } from "./read_regular_file.ts";

/** The last part of a path. */
export function basename(path: string, ending?: string): string {
  return system().paths.basename(path, ending);
}

/** A path without its last part. */
export function dirname(path: string): string {
  return system().paths.dirname(path);
}

/** The ending of a path, with its dot. */
export function extname(path: string): string {
  return system().paths.extname(path);
}

/** Whether a path begins at the root. */
export function isAbsolute(path: string): boolean {
  return system().paths.isAbsolute(path);
}

/** Parts of a path, joined by the system's separator. */
export function join(...parts: string[]): string {
  return system().paths.join(...parts);
}

/**
 * The way from one path to another, with `/` between its parts on every system: plans and sources must be
 * the same bytes everywhere. From one drive of Windows to another there is none, and it is `to` itself.
 */
export function relative(from: string, to: string): string {
  const { paths } = system();
  const way = paths.relative(from, to);
  return paths.sep === "/" ? way : way.replaceAll(paths.sep, "/");
}

/** An absolute path. */
export function resolve(...parts: string[]): string {
  return system().paths.resolve(...parts);
}

/** A path resolved against a folder; it stays relative if the folder is. */
export function resolvePath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

/** The path of a `file:` URL. */
export function fromFileUrl(url: string): string {
  return system().fromFileUrl(url);
}

/** The `file:` URL of a path, which may be relative. */
export function toFileUrl(path: string): URL {
  return system().toFileUrl(resolve(path));
}

/**
 * What is at `path`, links followed.
 *
 * @throws {FileError} when nothing exists there, or it can't be examined.
 */
export function statOf(path: string): FileStatus {
  try {
    return system().files.statSync(path);
  } catch (cause) {
    throw fileError("open", path, cause);
  }
}

/** Whether anything has that name, including a broken link. */
export function isThere(path: string): boolean {
  try {
    system().files.lstatSync(path);
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
  const status = statOf(path);
  if (status.isFile()) return;
  if (!status.isDirectory()) throw notAFile(path);
  throw new FileError(`Cannot open "${path}": it is a folder`, {
    code: "is-a-directory",
    file: path,
    hint: "name a file",
  });
}

/** Whether two paths name the same existing file, through whatever links. */
export function isSameFile(one: string, other: string): boolean {
  try {
    const { realpathSync } = system().files;
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
