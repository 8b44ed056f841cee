import { FileError } from "./errors.ts";

/** What tells that a file is another one, or was written to: a part of what `stat` gives. */
export interface FileStamp {
  /** The file system's number of the file. */
  readonly ino: number;
  /** Bytes. */
  readonly size: number;
  /** When it was last written to, in milliseconds. */
  readonly mtimeMs: number;
}

/**
 * Makes sure that a file which was read is still the one that was opened: else its header and its
 * content may be of two different files.
 *
 * @param now what has its name now; `undefined` when nothing has.
 * @throws {FileError} `"changed"` when it was written to, replaced or removed.
 */
export function refuseChanged(
  path: string,
  { before, now }: { before: FileStamp; now: FileStamp | undefined },
): void {
  const change = changeOf(before, now);
  if (change === undefined) return;
  throw new FileError(`Cannot read "${path}": it was ${change} while it was read`, {
    code: "changed",
    file: path,
    hint: "wait until nothing writes to it, and try again",
  });
}

function changeOf(before: FileStamp, now: FileStamp | undefined): string | undefined {
  if (now === undefined) return "removed";
  if (now.ino !== before.ino) return "replaced by another file";
  if (now.size !== before.size) return `changed from ${before.size} to ${now.size} bytes`;
  return now.mtimeMs === before.mtimeMs ? undefined : "written to";
}
