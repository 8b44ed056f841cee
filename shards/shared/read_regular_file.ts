import { FileError, fileError } from "../../errors/mod.ts";

/**
 * The whole of an ordinary file. A pipe may never end, and a device such as `/dev/zero` never does.
 *
 * @throws {FileError} when it isn't one, or can't be read.
 */
export function readRegularFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { isFile, isDirectory } = Deno.statSync(path);
    // Reading a folder fails with a better message.
    if (!isFile && !isDirectory) throw notAFile(path);
    return Deno.readFileSync(path);
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

/** The error for a path that is a pipe, a socket or a device. */
export function notAFile(path: string): FileError {
  return new FileError(`Cannot read "${path}": it is a pipe, a socket or a device`, {
    code: "not-a-file",
    file: path,
    hint: "name an ordinary file",
  });
}
