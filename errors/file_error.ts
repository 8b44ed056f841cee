import { FileError } from "./errors.ts";

const reasons: Readonly<Record<string, readonly [code: string, reason: string, hint?: string]>> = {
  ENOENT: ["not-found", "there is no such file or folder", "check the path"],
  ENOTDIR: ["not-found", "part of the path isn't a folder", "check the path"],
  EACCES: [
    "no-permission",
    "permission denied",
    "check the permissions of the file and its folder",
  ],
  EPERM: ["no-permission", "permission denied", "check the permissions of the file and its folder"],
  EROFS: ["no-permission", "the file system is read-only"],
  EISDIR: ["is-a-directory", "it is a folder"],
  ENOSPC: ["no-space", "no space is left on the device", "free some space and try again"],
  EDQUOT: ["no-space", "the disk quota is used up", "free some space and try again"],
  EFBIG: [
    "no-space",
    "the file would be larger than the limit allows",
    "raise the limit (ulimit -f), or use a file system that allows larger files",
  ],
  EEXIST: ["exists", "it already exists", "choose another name, or allow overwriting it"],
  ENAMETOOLONG: ["name-too-long", "the name is too long", "choose a shorter one"],
  ELOOP: ["not-found", "its symbolic links form a loop", "check the path"],
  EMFILE: ["too-many-open-files", "too many files are open", "raise the limit (ulimit -n)"],
};

/** Deno reports some system errors by number alone: `File too large (os error 27)`. */
const codesByNumber: Readonly<Record<string, string>> = { 27: "EFBIG", 122: "EDQUOT" };

/** A host's file system error, in our words: `Cannot open "a.afd": there is no such file`. */
export function fileError(doing: string, path: string, cause: unknown): FileError {
  if (cause instanceof FileError) return cause;
  const [code, reason, hint] = reasons[systemCode(cause)] ??
    ["io", cause instanceof Error ? cause.message : String(cause)];
  return new FileError(`Cannot ${doing} "${path}": ${reason}`, { code, file: path, hint, cause });
}

/**
 * The system's code for an error of the host, such as `"ENOENT"`; `""` if it has none.
 */
export function systemCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  // Deno reports a missing permission of its own (--allow-read) by the error's name instead.
  if (cause.name === "NotCapable") return "EACCES";
  const number = /\(os error (\d+)\)$/.exec(cause.message)?.[1];
  return number === undefined ? "" : codesByNumber[number] ?? "";
}
