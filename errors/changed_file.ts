import { FileError } from "./errors.ts";

/** What shows whether a file was replaced or written to: part of what `stat` returns. */
export interface FileStamp {
  /** The file system's number for the file. */
  readonly ino: number;
  /** Bytes. */
  readonly size: number;
  /** When it was last written to, in milliseconds. */
  readonly mtimeMs: number;
}

/**
 * Makes sure that a file that was read is still the one that was opened: otherwise its header and
 * its content could come from two different files.
 *
 * @param now the file that has its name now; `undefined` when there is none.
 * @throws {FileError} `"changed"` when the file was written to, replaced or removed.
 */
export function refuseChanged(
  path: string,
  { before, now }: { before: FileStamp; now: FileStamp | undefined },
): void {
  const change = changeOf(before, now);
  if (change === undefined) return;
  throw new FileError(`Cannot read "${path}": it was ${change} while it was being read`, {
    code: "changed",
    file: path,
    hint: "wait until nothing is writing to it, and try again",
  });
}

function changeOf(before: FileStamp, now: FileStamp | undefined): string | undefined {
  if (now === undefined) return "removed";
  if (now.ino !== before.ino) return "replaced by another file";
  if (now.size !== before.size) return `changed from ${before.size} to ${now.size} bytes`;
  return now.mtimeMs === before.mtimeMs ? undefined : "written to";
}
