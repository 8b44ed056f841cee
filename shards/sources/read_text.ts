import { FileError } from "../../errors/mod.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import { decodeText } from "../shared/text_encoding.ts";

/**
 * A text file's text without its final line break, or `undefined` if an optional one is missing.
 *
 * @param options.encoding of texts without a byte order mark; UTF-8 by default.
 * @throws {FileError} when the file can't be read.
 * @throws {ManifestError} `"not-utf-8"` or `"wrong-encoding"` when it isn't in its encoding.
 */
export function readText(
  path: string,
  { optional, encoding }: { optional: boolean; encoding?: string | undefined },
): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path);
  } catch (cause) {
    if (optional && cause instanceof FileError && cause.code === "not-found") return undefined;
    throw cause;
  }
  return decodeText(bytes, path, encoding).replace(/\r?\n$/, "");
}
