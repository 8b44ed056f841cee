import { FileError } from "./errors.ts";

const reasons: Readonly<Record<string, readonly [code: string, reason: string, hint?: string]>> = {
  ENOENT: ["not-found", "there is no such file or folder", "check the path"],
  ENOTDIR: ["not-found", "a part of the path is not a folder", "check the path"],
  EACCES: ["no-permission", "permission denied", "check the rights of the file and its folder"],
  EPERM: ["no-permission", "permission denied", "check the rights of the file and its folder"],
  EROFS: ["no-permission", "the file system is read-only"],
  EISDIR: ["is-a-directory", "it is a folder"],
  ENOSPC: ["no-space", "no space is left on the device", "free some and try again"],
  EDQUOT: ["no-space", "the disk quota is used up", "free some and try again"],
  EFBIG: [
    "no-space",
    "the file would be larger than is allowed here",
    "raise the limit (ulimit -f), or write to a file system for larger files",
  ],
  EEXIST: ["exists", "it exists already", "choose another name, or allow overwriting it"],
  ENAMETOOLONG: ["name-too-long", "the name is too long", "choose a shorter one"],
  ELOOP: ["not-found", "its links lead in a circle", "check the path"],
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

function systemCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  // Deno's own permissions (--allow-read) are refused under a name instead.
  if (cause.name === "NotCapable") return "EACCES";
  const number = /\(os error (\d+)\)$/.exec(cause.message)?.[1];
  return number === undefined ? "" : codesByNumber[number] ?? "";
}
