import { FileError, ManifestError } from "../../errors/mod.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";

// Fatal, so that nothing is silently replaced. A byte order mark isn't part of a file's text.
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * A text file's text without its final line break, or `undefined` if an optional one is missing.
 *
 * @throws {FileError} when the file can't be read.
 * @throws {ManifestError} when it isn't UTF-8.
 */
export function readText(path: string, { optional }: { optional: boolean }): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path);
  } catch (cause) {
    if (optional && cause instanceof FileError && cause.code === "not-found") return undefined;
    throw cause;
  }
  try {
    return decoder.decode(bytes).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new ManifestError(`Cannot read "${path}": it isn't UTF-8`, {
      code: "not-utf-8",
      file: path,
      hint: "save it as UTF-8",
      cause,
    });
  }
}
