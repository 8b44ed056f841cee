import { counted } from "../../errors/counted.ts";
import { FileError, fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";

/** A file as it was when it was planned. */
export interface PlannedFile {
  /** Relative to the folder of the inputs. */
  readonly path: string;
  /** Its size; `null` if it was missing or isn't a file. */
  readonly bytes: number | null;
  /** When it was last changed, in milliseconds since 1970; `null` if that isn't known. */
  readonly modified: number | null;
  /** SHA-256 of its bytes, as 64 hexadecimal digits, where that was asked for. */
  readonly sha256?: string | undefined;
}

/** Bytes hashed at a time. */
const pieceBytes = 2 ** 20;

/** How to look at a file. */
export interface LookOptions {
  /** What the plan calls it. */
  readonly name: string;
  /** Whether its SHA-256 is taken. */
  readonly hash: boolean;
  /** Whether it is probably there: otherwise asking first is faster. */
  readonly isExpected?: boolean;
}

/** What a plan keeps of a file. */
export function fileFacts(
  path: string,
  { name, hash, isExpected = false }: LookOptions,
): PlannedFile {
  const missing = { path: name, bytes: null, modified: null };
  // A plan may name many files that aren't there, and an exception takes ten times as long.
  const { files } = system();
  if (!isExpected && !files.existsSync(path)) return missing;
  try {
    const status = files.statSync(path);
    if (!status.isFile()) return missing;
    const facts = { path: name, bytes: status.size, modified: Math.trunc(status.mtimeMs) };
    return hash ? { ...facts, sha256: hashOf(path) } : facts;
  } catch {
    // Whatever is wrong with it is reported when it is packed.
    return missing;
  }
}

/**
 * SHA-256 of a file, as 64 hexadecimal digits.
 *
 * @throws {FileError} when it can't be read.
 */
export function hashOf(path: string): string {
  const { files, sha256 } = system();
  const hash = sha256();
  const piece = new Uint8Array(pieceBytes);
  try {
    const descriptor = files.openSync(path, "r");
    try {
      for (;;) {
        const count = files.readSync(descriptor, piece, 0, pieceBytes, null);
        if (count === 0) return hash.digest("hex");
        hash.update(piece.subarray(0, count));
      }
    } finally {
      files.closeSync(descriptor);
    }
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

/**
 * Refuses a file that isn't what it was.
 *
 * @throws {FileError} `"input-changed"`, which names the difference.
 */
export function refuseChanged(path: string, wanted: PlannedFile): void {
  const found = fileFacts(path, {
    name: wanted.path,
    hash: wanted.sha256 !== undefined,
    isExpected: wanted.bytes !== null,
  });
  const difference = fileDifference(wanted, found);
  if (difference === undefined) return;
  throw new FileError(`Cannot pack "${path}": it changed since it was planned: ${difference}`, {
    code: "input-changed",
    file: path,
    hint: "restore it, or plan again with --overwrite",
  });
}

/** How two states of a file differ, in words. */
export function fileDifference(was: PlannedFile, is: PlannedFile): string | undefined {
  if (was.bytes === null || is.bytes === null) {
    if (was.bytes === is.bytes) return undefined;
    return was.bytes === null ? "it was missing, and now exists" : "it is missing now";
  }
  if (was.bytes !== is.bytes) {
    return `it had ${counted(was.bytes, "byte")}, and now has ${is.bytes}`;
  }
  if (was.sha256 !== undefined && is.sha256 !== undefined) {
    return was.sha256 === is.sha256 ? undefined : "its bytes differ";
  }
  if (was.modified === is.modified) return undefined;
  return `it was last changed ${timeOf(was.modified)}, and now ${timeOf(is.modified)}`;
}

function timeOf(modified: number | null): string {
  return modified === null ? "at an unknown time" : `at ${new Date(modified).toISOString()}`;
}
