import { system } from "../../hosts/mod.ts";
import { FileError, fileError } from "../../errors/mod.ts";

/**
 * The whole of an ordinary file. A pipe may never end, and a device such as `/dev/zero` never does.
 *
 * @throws {FileError} when it isn't one, or can't be read.
 */
export function readRegularFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { files } = system();
    const status = files.statSync(path);
    // Reading a folder fails with a better message.
    if (!status.isFile() && !status.isDirectory()) throw notAFile(path);
    return files.readFileSync(path) as Uint8Array<ArrayBuffer>;
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
