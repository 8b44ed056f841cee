/**
 * What commands do with files and folders besides reading and writing datasets, by Node's modules,
 * which Deno and Bun have too.
 *
 * @module
 */
import { readdirSync, rmdirSync, rmSync, statSync, unlinkSync } from "node:fs";

/** Whether a call to the system failed for this reason, such as `"ENOENT"`. */
export function failedWith(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}

/** Whether there is a folder of that name. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The names in a folder, in no order. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder);
}

/** Removes a file. */
export function removeFile(path: string): void {
  unlinkSync(path);
}

/** Removes an empty folder. */
export function removeEmptyFolder(path: string): void {
  rmdirSync(path);
}

/** Removes a file, or a folder with all that it holds. */
export function removeAll(path: string): void {
  rmSync(path, { recursive: true });
}
